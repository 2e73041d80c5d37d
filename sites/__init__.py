"""Who publishes, and where: agencies, people and posts, dated rules, host names, menus, opening a site."""
