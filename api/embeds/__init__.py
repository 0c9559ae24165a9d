"""Pages of this site in the frames of others: the embed views, oEmbed, and the page that builds the code."""
