package io.reprise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reprise.core.exchange.Request;
import io.reprise.core.family.ParsedRequest;
import java.util.Set;

/** The body of a request is parsed in one place, so that it is parsed once. */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise", importOptions = ProductClasses.class)
class RequestBodiesTest {
    private static final Set<String> PARSERS = Set.of("Json", "JsonPayloads", "JsonParsing", "JsonScalars");
    private static final Set<String> PARSING = Set.of("parse", "tryParse", "visit");

    @ArchTest
    static final ArchRule onlyParsedRequestParsesThem = noClasses()
            .that()
            .areNotAssignableTo(ParsedRequest.class)
            .and(describe("read the body of a request", RequestBodiesTest::readsBodies))
            .should()
            .callMethodWhere(parsesJson());

    private static boolean readsBodies(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Request.class)
                        && call.getName().equals("body"));
    }

    private static DescribedPredicate<JavaMethodCall> parsesJson() {
        return describe(
                "parses JSON",
                call -> PARSERS.contains(call.getTargetOwner().getSimpleName()) && PARSING.contains(call.getName()));
    }
}
