"""What a certificate says, how it is signed and read, and the tree by which the public log is proved."""
