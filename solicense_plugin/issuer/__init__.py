"""What a licence issuer needs: keys, the approval of an owner's key, signed packages."""
