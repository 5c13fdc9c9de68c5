package io.reprise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * What leaves the process in words passes through a mask of credentials (docs/decisions/0029-words-and-known-credentials.md): each way out is used by few
 * classes, and these have the mask.
 */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise", importOptions = ProductClasses.class)
class WordsTest {
    /** A log and a command have one writer each; the others write what no request and no setting has said. */
    private static final Set<String> WRITERS = Set.of(
            "io.reprise.server.report.RequestLog",
            "io.reprise.cli.process.ProcessEnvironment",
            "io.reprise.config.Reprise",
            "io.reprise.config.RepriseBuilder");

    /** Those that send recordings or models send what was recorded; the others have the mask. */
    private static final Set<String> ANSWERING = Set.of(
            "io.reprise.server.request.ErrorAnswers",
            "io.reprise.server.access.CrossOrigin",
            "io.reprise.server.http.HttpListener",
            "io.reprise.server.control.ControlApi",
            "io.reprise.server.live.EventStream",
            "io.reprise.server.relay.RelayHandler",
            "io.reprise.server.replay.Player",
            "io.reprise.server.ModelLists");

    @ArchTest
    static final ArchRule fewWriteToStreamsForPeople = noClasses()
            .that(areNot(WRITERS))
            .should()
            .callMethodWhere(describe(
                    "print",
                    call -> isOf(call, "java.io.PrintStream")
                            && call.getName().matches("print.*|write|append|format")));

    @ArchTest
    static final ArchRule nobodyUsesTheStreamsOfTheProcess = noClasses()
            .that(areNot(Set.of("io.reprise.config.RepriseBuilder")))
            .should()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "out");

    @ArchTest
    static final ArchRule nobodyPrintsAStackTraceToAStream = noClasses()
            .should()
            .callMethod(Throwable.class, "printStackTrace")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace", java.io.PrintStream.class);

    @ArchTest
    static final ArchRule fewAnswerInOneWrite = noClasses()
            .that(areNot(ANSWERING))
            .should()
            .callMethodWhere(describe(
                    "answer",
                    call -> isOf(call, "io.reprise.server.request.ClientConnection")
                            && call.getName().equals("respond")));

    @ArchTest
    static final ArchRule oneMakesErrorsInTheWordsOfAnApi = noClasses()
            .that()
            .resideInAPackage("io.reprise.server..")
            .and(areNot(Set.of("io.reprise.server.request.ErrorAnswers")))
            .should()
            .callMethodWhere(describe(
                    "make an error",
                    call -> isOf(call, "io.reprise.core.family.ApiFamily")
                            && call.getName().equals("error")));

    @ArchTest
    static final ArchRule missesAreMadeWithoutCredentials = noClasses()
            .that(areNot(Set.of("io.reprise.core.explain.MissExplainer")))
            .should()
            .callConstructorWhere(describe("make a miss", call -> isOf(call, "io.reprise.core.explain.Miss")));

    private static DescribedPredicate<JavaClass> areNot(Set<String> names) {
        return describe("are not " + names, type -> !names.contains(outermost(type)));
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(WordsTest::outermost).orElse(type.getName());
    }

    private static boolean isOf(JavaCall<?> call, String type) {
        return call.getTargetOwner().getName().equals(type);
    }
}
