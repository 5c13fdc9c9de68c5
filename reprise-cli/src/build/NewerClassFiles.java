import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Copies a jar, and gives its classes the class file version of Java 8, with the stack maps that come with it. What they do
 * stays the same. A JVM takes no class below version 50 into its class archives: it has to read and verify those at each start.
 *
 * <p>Run by the build: {@code java -cp asm.jar NewerClassFiles.java FROM.jar TO.jar}.
 */
public final class NewerClassFiles {
    private NewerClassFiles() {}

    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[0]);
        Path to = Path.of(arguments[1]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to));
                URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()})) {
            for (ZipEntry entry : Collections.list(in.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                out.putNextEntry(copy);
                try (InputStream content = in.getInputStream(entry)) {
                    out.write(convert(entry.getName(), content.readAllBytes(), classes));
                }
                out.closeEntry();
            }
        }
    }

    private static byte[] convert(String name, byte[] content, ClassLoader classes) {
        if (name.equals("META-INF/MANIFEST.MF")) {
            String note = "Changed: class files raised to version 52 (Java 8), nothing else\r\n";
            String manifest = new String(content, StandardCharsets.UTF_8);
            int mainEnd = manifest.indexOf("\r\n") + 2;
            return (manifest.substring(0, mainEnd) + note + manifest.substring(mainEnd))
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (!name.endsWith(".class") || name.endsWith("module-info.class")) {
            return content;
        }
        ClassReader reader = new ClassReader(content);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes;
            }
        };
        ClassVisitor raise = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(
                    int version, int access, String name, String signature, String parent, String[] interfaces) {
                super.visit(Math.max(version, Opcodes.V1_8), access, name, signature, parent, interfaces);
            }
        };
        reader.accept(raise, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
