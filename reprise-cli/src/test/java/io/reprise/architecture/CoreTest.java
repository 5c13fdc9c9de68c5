package io.reprise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;

/** Core opens no socket, starts no thread, reads no clock: time, ids and executors come in through constructors. */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise.core", importOptions = ProductClasses.class)
class CoreTest {
    private static final Set<String> CLOCKS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.systemUTC",
            "java.time.Clock.system",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickSeconds");

    private static final Set<String> THREAD_STARTERS = Set.of(
            "java.util.Collection.parallelStream",
            "java.util.stream.BaseStream.parallel",
            "java.util.stream.Stream.parallel",
            "java.lang.Thread.start",
            "java.lang.Thread.startVirtualThread");

    private static final Set<String> DICE = Set.of("java.util.UUID.randomUUID", "java.lang.Math.random");

    @ArchTest
    static final ArchRule opensNoSocket = noClasses()
            .should()
            .dependOnClassesThat(describe("open sockets", CoreTest::opensSockets))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule startsNoThread = noClasses()
            .should()
            .callCodeUnitWhere(isTargetOf("starts a thread", CoreTest::startsThread))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule readsNoClock = noClasses()
            .should()
            .callCodeUnitWhere(isTargetOf("reads a clock", CoreTest::readsClock))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule throwsNoDice = noClasses()
            .should()
            .callCodeUnitWhere(isTargetOf("throws dice", target -> DICE.contains(qualified(target))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule knowsNoNetworkLibrary = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", "javax.net..")
            .allowEmptyShould(true);

    private static boolean opensSockets(JavaClass type) {
        String name = type.getName();
        boolean isSocket = name.matches("java\\.(net|nio\\.channels)\\..*(Socket|HttpURLConnection|URLConnection).*");
        return isSocket && !name.endsWith("SocketAddress") && !name.endsWith("SocketTimeoutException");
    }

    private static boolean startsThread(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        String name = owner.getName();
        boolean makesThread = target.getName().equals("<init>") && owner.isAssignableTo(Thread.class);
        boolean makesPool = name.equals("java.util.concurrent.Executors")
                || (target.getName().equals("<init>") && owner.isAssignableTo(ExecutorService.class));
        boolean usesCommonPool = name.equals("java.util.concurrent.CompletableFuture")
                && target.getName().matches("runAsync|supplyAsync")
                && target.getRawParameterTypes().size() == 1;
        return makesThread
                || makesPool
                || usesCommonPool
                || name.equals("java.util.Timer")
                || THREAD_STARTERS.contains(qualified(target));
    }

    private static boolean readsClock(CodeUnitAccessTarget target) {
        boolean isNow = target.getOwner().getPackageName().equals("java.time")
                && target.getName().equals("now")
                && target.getRawParameterTypes().isEmpty();
        boolean isDate = target.getFullName().equals("java.util.Date.<init>()");
        return isNow || isDate || CLOCKS.contains(qualified(target));
    }

    private static String qualified(CodeUnitAccessTarget target) {
        return target.getOwner().getName() + "." + target.getName();
    }

    private static DescribedPredicate<JavaCall<?>> isTargetOf(
            String description, Predicate<CodeUnitAccessTarget> predicate) {
        return describe(description, call -> predicate.test(call.getTarget()));
    }
}
