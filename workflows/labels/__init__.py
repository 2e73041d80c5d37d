"""What is no page, in other languages: names, titles, addresses, descriptions, on the translator's desk."""
