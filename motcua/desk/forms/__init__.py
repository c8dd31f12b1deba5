"""What is typed at the desk; every rule about it is asked of the rooms below."""
