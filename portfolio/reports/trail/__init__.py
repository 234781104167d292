"""Everything that was ever written, stream by stream, the newest first."""
