plugins {
    java
}

repositories {
    mavenLocal() // reprise-junit, until it is in Maven Central
    mavenCentral()
}

dependencies {
    testImplementation("io.reprise:reprise-junit:0.1.0-SNAPSHOT")
    testImplementation("org.junit.jupiter:junit-jupiter:5.14.4")
    testRuntimeOnly("org.junit.platform:junit-platform-launcher:1.14.4")
}

tasks.test {
    useJUnitPlatform {
        if (!project.hasProperty("misses")) excludeTags("fails") // it shows what a miss looks like
    }
    // system properties of Gradle do not reach tests by themselves; 'reprise.mode' records a test again
    System.getProperty("reprise.mode")?.let { systemProperty("reprise.mode", it) }
}
