package io.reprise.formats.llamastack;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/** The directories and JSON files under a directory. Hidden directories and those of npm are left out. */
record TreeWalk(Map<Path, FileStamp> directories, Map<Path, FileStamp> files) {

    static TreeWalk of(Path root) throws IOException {
        TreeWalk walk = new TreeWalk(new HashMap<>(), new HashMap<>());
        if (Files.isDirectory(root)) {
            Files.walkFileTree(
                    root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk.new Visitor(root));
        }
        return walk;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;

        Visitor(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!directory.equals(root) && LlamaStackTree.isPassedOver(directory)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            directories.put(directory, FileStamp.of(attributes));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".json") && !name.startsWith(".")) {
                files.put(file, FileStamp.of(attributes));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
        }
    }
}
