"""What a letter says and which letter it is: no templates, no paper, no database.

A letter is a draft that a person releases. It offers, invites or refers; it
never decides anything about anybody's assistance (X4).
"""
