package io.reprise.formats.cassette;

import io.reprise.core.exchange.TestId;
import io.reprise.formats.FoldedName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of files after test ids: the id itself where it can be a path below a directory, so that the file has this id when it is imported. */
final class CassetteNames {
    static final String OF_NO_TEST = "without-test";

    /** What no system takes in a name, or some take for something else. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|\u2028\u2029]|^\\.|[. ]$|^ ");

    private static final int LONGEST = 200;

    private final boolean isOfRuby;
    /** The test of each path, and the spelling of each directory, as file systems compare paths that ignore case. */
    private final Map<String, TestId> tests = new HashMap<>();

    private final Map<String, String> directories = new HashMap<>();

    CassetteNames(CassetteFile.Dialect dialect) {
        this.isOfRuby = dialect == CassetteFile.Dialect.RUBY_VCR;
    }

    /** A path without suffix, with {@code /}; each test has its own, and each directory has one spelling. */
    String of(TestId test) {
        String name = inKnownDirectories(test.isNone() ? OF_NO_TEST : isOfRuby ? ofRuby(test) : anywhere(test));
        TestId other = tests.putIfAbsent(FoldedName.of(name), test);
        return other == null || other.equals(test) ? name : name + "-" + digest(test.name());
    }

    /** On a file system that ignores case, the name of a directory would say the test id of what came first. */
    private String inKnownDirectories(String name) {
        String[] parts = name.split("/", -1);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < parts.length - 1; i++) {
            String known = directories.putIfAbsent(FoldedName.of(path + parts[i]), parts[i]);
            boolean isOther = known != null && !known.equals(parts[i]);
            path.append(parts[i]).append(isOther ? "-" + digest(parts[i]) : "").append('/');
        }
        return path + parts[parts.length - 1];
    }

    /** Ruby's VCR looks for a file with these characters only, whatever the name of the cassette is. */
    private static String ofRuby(TestId test) {
        return anywhere(test).replaceAll("[^\\p{L}\\p{M}\\p{Nd}\\p{Pc}/-]+", "_");
    }

    private static String anywhere(TestId test) {
        List<String> parts = new ArrayList<>();
        for (String part : test.name().split("/", -1)) {
            boolean isFit = !part.isEmpty()
                    && part.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                    && !UNFIT.matcher(part).find();
            parts.add(isFit ? part : fit(part));
        }
        return String.join("/", parts);
    }

    private static String fit(String part) {
        String plain = part.replaceAll("[^A-Za-z0-9_\\[\\]-]+", "-").replaceAll("^-+|-+$", "");
        return plain.substring(0, Math.min(plain.length(), 100)) + "-" + digest(part);
    }

    private static String digest(String part) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
