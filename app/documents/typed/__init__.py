"""Values as people type them, in a form or in a cell, read exactly or refused."""
