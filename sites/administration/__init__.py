"""The administrators' desk: screens over agencies, people's posts and seats, rules, sites and hosts; nobody else's."""
