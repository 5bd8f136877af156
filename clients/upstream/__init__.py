"""The national and the provincial credit platform: what they are asked, what they push, what files they leave."""
