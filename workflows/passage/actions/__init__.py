"""What can be done with an item on its way, one function a verb. Each is one transaction and asks its reasons first."""
