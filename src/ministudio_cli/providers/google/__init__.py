"""Google's services: video, pictures and voices. Their libraries are loaded where a request is made, nowhere else."""
