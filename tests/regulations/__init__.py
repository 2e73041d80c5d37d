"""The five regulations, each opened from its folder and walked article by article.

The first line of a test's docstring says what is met by what; `duty` names the duties of the requirements (SD-xx,
SE-xx). `docs/reference/regulations.md` is made from both (`tools/regulations.py`).
"""
