"""Who meets a programme's criteria: yes, no, or a person has to look (contract 2)."""
