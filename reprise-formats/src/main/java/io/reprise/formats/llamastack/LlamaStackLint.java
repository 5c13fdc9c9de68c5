package io.reprise.formats.llamastack;

import io.reprise.core.exchange.Exchange;
import io.reprise.core.redact.CredentialFinding;
import io.reprise.core.redact.CredentialPlace;
import io.reprise.core.redact.Redaction;
import io.reprise.core.store.durable.FileFailures;
import io.reprise.core.store.housekeeping.StoreLint.Finding;
import io.reprise.core.store.housekeeping.StoreLint.Severity;
import io.reprise.formats.Found;
import io.reprise.formats.Lint;
import io.reprise.formats.SourceFiles;
import io.reprise.formats.llamastack.file.LlamaStackFile;
import io.reprise.formats.llamastack.file.LlamaStackKey;
import io.reprise.formats.llamastack.file.LlamaStackTree;
import io.reprise.formats.llamastack.response.NoAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Looks for files that llama-stack would not find or Reprise cannot serve. */
final class LlamaStackLint implements Lint {
    private final Path root;
    private final Redaction redaction;
    private final Map<String, String> questions = new HashMap<>();

    LlamaStackLint(Path root, Redaction redaction) {
        this.root = root;
        this.redaction = redaction;
    }

    @Override
    public void check(Consumer<Finding> findings) {
        questions.clear();
        for (Path file : LlamaStackTree.files(root)) {
            check(file, SourceFiles.origin(root, file), findings);
        }
        for (Path link : SourceFiles.linksOut(root)) {
            findings.accept(new Finding(
                    SourceFiles.origin(root, link),
                    Severity.ERROR,
                    "it is a link to a directory elsewhere, which is not followed",
                    "put the files themselves there"));
        }
    }

    private void check(Path path, String location, Consumer<Finding> findings) {
        LlamaStackFile file;
        String text;
        try {
            text = SourceFiles.text(root, path);
            file = LlamaStackFile.parse(text);
            checkName(String.valueOf(path.getFileName()), location, file, findings);
        } catch (IOException | IllegalArgumentException broken) {
            findings.accept(new Finding(
                    location,
                    Severity.ERROR,
                    "it cannot be read: " + FileFailures.unreadable(broken),
                    "correct it, or delete it and record it again"));
            return;
        }
        try {
            checkExchange(Conversion.alone(file, location), text, location, findings);
        } catch (NoAnswerException none) {
            findings.accept(new Finding(
                    location,
                    Severity.ERROR,
                    "it cannot be served: " + none.getMessage(),
                    "correct it, or delete it and record it again"));
        }
    }

    /** llama-stack looks for a file by the name that the request gives; under any other it does not find it. */
    private void checkName(String name, String location, LlamaStackFile file, Consumer<Finding> findings) {
        String hash = LlamaStackKey.of(file.request(), file.test(), LlamaStackKey.Rule.NEWEST);
        String right = NewFile.name(file.request(), file.response(), hash);
        String own = name.replaceFirst("\\.json$", "");
        Optional<LlamaStackKey.Rule> rule = LlamaStackKey.ruleOf(own, file.request(), file.test());
        if (rule.isEmpty()) {
            findings.accept(new Finding(
                    location,
                    Severity.WARNING,
                    "its name does not match its content, so llama-stack does not find it",
                    "rename it to '" + right + "', or record it again"));
        } else if (rule.get() == LlamaStackKey.Rule.NEWEST && !own.equals(right.replaceFirst("\\.json$", ""))) {
            findings.accept(new Finding(
                    location,
                    Severity.WARNING,
                    "the end of its name does not match its list of models",
                    "rename it to '" + right + "'"));
        } else {
            checkDoubles(hash + name, location, findings);
        }
    }

    private void checkDoubles(String question, String location, Consumer<Finding> findings) {
        String other = questions.putIfAbsent(question, location);
        if (other != null) {
            findings.accept(new Finding(
                    location,
                    Severity.NOTE,
                    "it answers the same question as '" + other + "'",
                    "if it matters which one answers, serve only one of the directories, or delete one"));
        }
    }

    private void checkExchange(Found found, String text, String location, Consumer<Finding> findings) {
        if (found instanceof Found.LeftOut leftOut) {
            findings.accept(new Finding(location, Severity.NOTE, "it is not served: " + leftOut.reason(), "leave it"));
            return;
        }
        Exchange exchange = ((Found.Converted) found).recording().exchange();
        if (redaction.apply(exchange) instanceof Redaction.Outcome.Refused refused) {
            CredentialPlace.of(refused.findings(), text, redaction.words())
                    .forEach(place -> findings.accept(Finding.ofCredential(location, place)));
        } else {
            redaction.words().kinds(text).stream()
                    .map(kind -> new CredentialFinding("file", kind))
                    .flatMap(each -> CredentialPlace.of(List.of(each), text, redaction.words()).stream())
                    .forEach(place -> findings.accept(Finding.ofCredential(location, place)));
        }
    }
}
