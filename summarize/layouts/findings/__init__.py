"""What pages say of their findings: the words of each, the places of each, and the sentences that are marked."""
