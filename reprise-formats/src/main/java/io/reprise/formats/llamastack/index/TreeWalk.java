package io.reprise.formats.llamastack.index;

import io.reprise.core.store.durable.FileVersion;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.llamastack.file.LlamaStackTree;
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
record TreeWalk(Map<Path, FileVersion> directories, Map<Path, FileVersion> files) {

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
            boolean isSkipped = !directory.equals(root)
                    && (LlamaStackTree.isPassedOver(directory) || Files.isSymbolicLink(directory) && !isNew(directory));
            if (isSkipped) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            FileVersion.of(directory).ifPresent(version -> directories.put(directory, version));
            return FileVisitResult.CONTINUE;
        }

        /** Whether a link leads to what is within the tree, and is not visited anyway. */
        private boolean isNew(Path link) {
            try {
                Path way = root.toRealPath().relativize(link.toRealPath());
                if (SourceFiles.leadsOut(root, link)) {
                    return false;
                }
                Path place = root;
                for (Path name : way) {
                    place = place.resolve(name);
                    if (!name.toString().isEmpty() && LlamaStackTree.isPassedOver(place)) {
                        return true;
                    }
                }
                return false;
            } catch (IOException leadsNowhere) {
                return false;
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return visit(file);
        }

        private FileVisitResult visit(Path file) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(".json") && !name.startsWith(".")) {
                FileVersion.ofListed(file).ifPresent(version -> files.put(file, version));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            boolean isBroken = Files.isSymbolicLink(file);
            return isBroken ? visit(file) : FileVisitResult.CONTINUE;
        }
    }
}
