"""Is a file given to be saved, and never shown?"""

from lineproof.web.pages.files import as_file


def test_a_file_is_an_attachment_of_bytes() -> None:
    """Whatever it holds, no browser shows it."""
    response = as_file(b"<script>", "a.csv")
    assert response["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response.content == b"<script>"
