rootProject.name = "jokes"
