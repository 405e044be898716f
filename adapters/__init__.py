"""How the ports of the core are met: Azure and Azurite alike."""
