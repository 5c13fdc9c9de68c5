package io.reprise.core.redact.format;

import io.reprise.core.redact.format.Form.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Credentials that nobody has, of every line of the table of formats. */
public final class GeneratedCredentials {
    /**
     * A credential.
     *
     * @param format the name of its line
     * @param text what it is planted as: with a name before it where it has no form of its own
     */
    public record Generated(String format, String text) {
        @Override
        public String toString() {
            return format;
        }
    }

    private final Random random;

    public GeneratedCredentials(long seed) {
        this.random = new Random(seed);
    }

    /** One for each text that may begin one, and for each line. */
    public List<Generated> all() {
        List<Generated> all = new ArrayList<>();
        for (CredentialFormat format : CredentialFormats.ALL) {
            int alternatives = Math.max(1, format.form().markers().size());
            for (int i = 0; i < alternatives; i++) {
                all.add(new Generated(format.name(), text(format, i)));
            }
        }
        return all;
    }

    private String text(CredentialFormat format, int alternative) {
        String credential = credential(format, alternative);
        for (int i = 0; i < 100 && Examples.isExample(credential.replace("test", "")); i++) {
            credential = credential(format, alternative);
        }
        return format.isNamed() ? format.member() + "=" + credential : credential;
    }

    private String credential(CredentialFormat format, int alternative) {
        StringBuilder text = new StringBuilder();
        List<Item> items = format.form().items();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Item.Literal literal) {
                List<String> texts = literal.alternatives();
                int chosen = i == format.form().marker() ? alternative : random.nextInt(texts.size());
                text.append(literal.isOptional() && random.nextBoolean() ? "" : texts.get(chosen));
            } else {
                text.append(run((Item.Run) items.get(i), format.hasChecksum()));
            }
        }
        return text.toString();
    }

    private String run(Item.Run run, boolean hasChecksum) {
        if (run.characters() == CharacterClass.UUID) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        int length = run.least() + random.nextInt(Math.min(run.most() - run.least(), 40) + 1);
        String text = random(run.characters().characters(), hasChecksum ? length - Checksums.LENGTH : length);
        return hasChecksum ? text + Checksums.of(text) : text;
    }

    /** Random text of these characters. */
    public String random(String characters, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        // no credential ends with a sign that a sentence may end with
        char last = text.charAt(length - 1);
        if (!Character.isLetterOrDigit(last)) {
            text.setCharAt(length - 1, 'k');
        }
        return text.toString();
    }
}
