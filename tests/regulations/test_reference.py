"""The page that says which duty is met by what follows from the tests."""

from tools.regulations import DOCUMENT, REGULATIONS, document, duties, proofs_of


def test_the_page_of_the_regulations_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "python tools/regulations.py"


def test_every_duty_that_a_test_names_exists_and_every_test_says_its_article() -> None:
    known = {row["id"] for row in duties()}
    for name in REGULATIONS:
        for proof in proofs_of(name):
            assert {*proof.duties, *proof.parts} <= known, proof
            assert proof.says.startswith("Điều "), proof
