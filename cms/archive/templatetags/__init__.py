"""What templates say of the files of the memory."""
