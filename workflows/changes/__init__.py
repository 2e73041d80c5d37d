"""Two persons for what is not content but reaches the public: one proposes, another one says yes (đề nghị thay đổi)."""
