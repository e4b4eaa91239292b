"""What a picture is drawn from: parts of a graph, by component and place, and the ways between them."""
