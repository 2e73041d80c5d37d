"""The screens of people: for administrators, and for who manages the people of a site."""
