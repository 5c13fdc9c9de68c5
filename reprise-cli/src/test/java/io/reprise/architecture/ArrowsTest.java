package io.reprise.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Arrows point downwards only, between modules and between packages. */
@AnalyzeClasses(packages = "io.reprise", importOptions = ImportOption.DoNotIncludeTests.class)
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
            .layer("cli")
            .definedBy("io.reprise.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("formats")
            .mayOnlyBeAccessedByLayers("cli")
            .ensureAllClassesAreContainedInArchitecture();

    @ArchTest
    static final ArchRule oneFormatKnowsNothingOfAnother = slices().matching("io.reprise.formats.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true);
}
