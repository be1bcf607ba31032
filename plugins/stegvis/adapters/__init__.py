"""Each module talks to one outside thing. Adapters know the domain, not each other."""
