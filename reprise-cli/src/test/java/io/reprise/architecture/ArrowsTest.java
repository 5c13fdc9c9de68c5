package io.reprise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.reprise.core.stream.StreamFormats;

/** Arrows point downwards only, between modules and between packages. */
@ArchTag("slow") // what is compiled does not depend on the JDK
@AnalyzeClasses(packages = "io.reprise", importOptions = ProductClasses.class)
class ArrowsTest {

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.reprise.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule modulesUseOnlyWhatIsBelowThem = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.reprise..")
            .withOptionalLayers(true)
            .layer("core")
            .definedBy("io.reprise.core..")
            .layer("formats")
            .definedBy("io.reprise.formats..")
            .layer("server")
            .definedBy("io.reprise.server..")
            .layer("sigv4")
            .definedBy("io.reprise.sigv4..")
            .layer("otel")
            .definedBy("io.reprise.otel..")
            .layer("postgres")
            .definedBy("io.reprise.postgres..")
            .layer("config")
            .definedBy("io.reprise.config..")
            .layer("junit")
            .definedBy("io.reprise.junit..")
            .layer("cli")
            .definedBy("io.reprise.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("junit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("junit", "cli")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("sigv4", "otel", "config", "junit", "cli")
            .whereLayer("otel")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("postgres")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sigv4")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("formats")
            .mayOnlyBeAccessedByLayers("config", "cli")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule packagesOfTheServerUseOnlyThoseThatARequestMeetsBefore = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.reprise.server..")
            .layer("outcome")
            .definedBy("io.reprise.server.outcome")
            .layer("report")
            .definedBy("io.reprise.server.report")
            .layer("memory")
            .definedBy("io.reprise.server.memory")
            .layer("tls")
            .definedBy("io.reprise.server.tls")
            .layer("run")
            .definedBy("io.reprise.server.run")
            .layer("network")
            .definedBy("io.reprise.server.network")
            .layer("connection")
            .definedBy("io.reprise.server.connection")
            .layer("request")
            .definedBy("io.reprise.server.request")
            .layer("access")
            .definedBy("io.reprise.server.access")
            .layer("http")
            .definedBy("io.reprise.server.http")
            .layer("websocket")
            .definedBy("io.reprise.server.websocket")
            .layer("routing")
            .definedBy("io.reprise.server.routing")
            .layer("watch")
            .definedBy("io.reprise.server.watch")
            .layer("lookup")
            .definedBy("io.reprise.server.lookup")
            .layer("spool")
            .definedBy("io.reprise.server.spool")
            .layer("replay")
            .definedBy("io.reprise.server.replay")
            .layer("recording")
            .definedBy("io.reprise.server.recording")
            .layer("shared")
            .definedBy("io.reprise.server.shared")
            .layer("upstream")
            .definedBy("io.reprise.server.upstream")
            .layer("client")
            .definedBy("io.reprise.server.client")
            .layer("relay")
            .definedBy("io.reprise.server.relay")
            .layer("forward")
            .definedBy("io.reprise.server.forward")
            .layer("socket")
            .definedBy("io.reprise.server.socket")
            .layer("metrics")
            .definedBy("io.reprise.server.metrics")
            .layer("reading")
            .definedBy("io.reprise.server.reading")
            .layer("comparison")
            .definedBy("io.reprise.server.comparison")
            .layer("mcp-tool")
            .definedBy("io.reprise.server.mcp.tool")
            .layer("mcp-recording")
            .definedBy("io.reprise.server.mcp.recording")
            .layer("mcp-miss")
            .definedBy("io.reprise.server.mcp.miss")
            .layer("mcp-change")
            .definedBy("io.reprise.server.mcp.change")
            .layer("mcp")
            .definedBy("io.reprise.server.mcp")
            .layer("control")
            .definedBy("io.reprise.server.control")
            .layer("control-route")
            .definedBy("io.reprise.server.control.route")
            .layer("control-rule")
            .definedBy("io.reprise.server.control.rule")
            .layer("catalogue")
            .definedBy("io.reprise.server.catalogue")
            .layer("live")
            .definedBy("io.reprise.server.live")
            .layer("root")
            .definedBy("io.reprise.server")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("catalogue")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("control-rule")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("control-route")
            .mayOnlyBeAccessedByLayers("catalogue", "root")
            .whereLayer("control")
            .mayOnlyBeAccessedByLayers("control-route", "control-rule", "catalogue", "live", "root")
            .whereLayer("mcp")
            .mayOnlyBeAccessedByLayers("control-route", "root")
            .whereLayer("mcp-change")
            .mayOnlyBeAccessedByLayers("mcp")
            .whereLayer("mcp-miss")
            .mayOnlyBeAccessedByLayers("mcp")
            .whereLayer("mcp-recording")
            .mayOnlyBeAccessedByLayers("mcp")
            .whereLayer("mcp-tool")
            .mayOnlyBeAccessedByLayers("mcp-recording", "mcp-miss", "mcp-change", "mcp", "catalogue", "root")
            .whereLayer("comparison")
            .mayOnlyBeAccessedByLayers("mcp-tool", "mcp-recording", "mcp-miss", "control-route", "catalogue", "root")
            .whereLayer("reading")
            .mayOnlyBeAccessedByLayers("comparison", "mcp-tool", "mcp-recording", "catalogue")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("control-route", "root")
            .whereLayer("socket")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("forward")
            .mayOnlyBeAccessedByLayers("socket", "root")
            .whereLayer("relay")
            .mayOnlyBeAccessedByLayers("forward", "root")
            .whereLayer("client")
            .mayOnlyBeAccessedByLayers("forward", "root")
            .whereLayer("upstream")
            .mayOnlyBeAccessedByLayers("client", "forward", "root")
            .whereLayer("shared")
            .mayOnlyBeAccessedByLayers("relay", "forward", "root")
            .whereLayer("recording")
            .mayOnlyBeAccessedByLayers("shared", "client", "relay", "forward", "root")
            .whereLayer("spool")
            .mayOnlyBeAccessedByLayers("recording", "metrics", "control-route", "root")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("socket", "root")
            .whereLayer("watch")
            .mayOnlyBeAccessedByLayers("lookup", "root")
            .whereLayer("lookup")
            .mayOnlyBeAccessedByLayers(
                    "replay", "recording", "forward", "socket", "metrics", "control-route", "catalogue", "root")
            .whereLayer("routing")
            .mayOnlyBeAccessedByLayers("replay", "upstream", "client", "forward", "socket", "root")
            .whereLayer("websocket")
            .mayOnlyBeAccessedByLayers("routing", "client", "forward", "socket", "root")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("forward", "root")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("http", "relay", "control", "root")
            .whereLayer("request")
            .mayOnlyBeAccessedByLayers(
                    "access",
                    "http",
                    "websocket",
                    "routing",
                    "lookup",
                    "replay",
                    "recording",
                    "shared",
                    "client",
                    "relay",
                    "forward",
                    "socket",
                    "control",
                    "catalogue",
                    "live",
                    "root")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("request", "http", "websocket", "forward", "socket", "root")
            .whereLayer("network")
            .mayOnlyBeAccessedByLayers(
                    "connection",
                    "request",
                    "http",
                    "websocket",
                    "replay",
                    "shared",
                    "upstream",
                    "client",
                    "relay",
                    "forward",
                    "socket",
                    "catalogue",
                    "live",
                    "root")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("request", "catalogue", "root")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("connection", "http", "client")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers(
                    "network", "request", "http", "recording", "shared", "forward", "control-route", "root")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheEdgesOfTheServerKnowVertx = noClasses()
            .that()
            .resideInAPackage("io.reprise.server..")
            .and()
            .resideOutsideOfPackages(
                    "io.reprise.server",
                    "io.reprise.server.network",
                    "io.reprise.server.connection",
                    "io.reprise.server.request",
                    "io.reprise.server.access",
                    "io.reprise.server.http",
                    "io.reprise.server.websocket",
                    "io.reprise.server.client",
                    "io.reprise.server.forward")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule oneClassReachesIntoVertx = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.reprise.server.network.VertxInternals")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..", "io.vertx.core..impl..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule oneFormatKnowsNothingOfAnother = slices().matching("io.reprise.formats.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    JavaClass.Predicates.resideInAPackage("io.reprise.formats.(*).."),
                    JavaClass.Predicates.resideInAPackage("io.reprise.formats.yaml"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatReadsYamlKnowsNoFormat = noClasses()
            .that()
            .resideInAPackage("io.reprise.formats.yaml")
            .should()
            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("io.reprise.formats.(*)..")
                    .and(JavaClass.Predicates.resideOutsideOfPackage("io.reprise.formats.yaml")));

    /** Else a further format would have to be thought of in many places; what differs between them is a method of theirs. */
    @ArchTest
    static final ArchRule nobodyAsksWhichFormatAStreamHas = noClasses()
            .that()
            .resideOutsideOfPackages("io.reprise.core.stream..", "io.reprise.formats..")
            .should()
            .accessField(StreamFormats.class, "SSE")
            .orShould()
            .accessField(StreamFormats.class, "NDJSON");
}
