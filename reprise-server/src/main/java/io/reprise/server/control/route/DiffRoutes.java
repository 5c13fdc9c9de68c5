package io.reprise.server.control.route;

import io.reprise.core.compare.SetDifference;
import io.reprise.core.exchange.TestId;
import io.reprise.core.store.StoreException;
import io.reprise.server.comparison.Comparison;
import io.reprise.server.comparison.Comparison.Place;
import io.reprise.server.comparison.NotFoundException;
import io.reprise.server.comparison.TookTooLongException;
import io.reprise.server.control.ControlAnswer;
import io.reprise.server.control.ControlRequest;
import io.reprise.server.control.ControlRoutes;
import io.reprise.server.control.Route;
import io.reprise.server.control.RouteGroup;
import io.reprise.server.control.WrongRequestException;
import java.util.Optional;
import java.util.Set;

/** What differs between two recordings, between revisions of git, and between two tests. */
public final class DiffRoutes implements RouteGroup {
    private static final String A = "a";
    private static final String B = "b";
    private static final String REVISION_A = "a_revision";
    private static final String REVISION_B = "b_revision";
    private static final String TEST_A = "a_test";
    private static final String TEST_B = "b_test";
    private static final int STANDARD = 100;
    private static final int MOST = 1_000;

    private final Comparison comparison;

    public DiffRoutes(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public void addTo(ControlRoutes routes) {
        routes.add(
                "GET",
                "diff",
                Route.slow(Set.of(A, B, REVISION_A, REVISION_B, TEST_A, TEST_B, "limit"), this::difference));
    }

    private ControlAnswer difference(ControlRequest request) {
        try {
            return compared(request);
        } catch (NotFoundException none) {
            boolean isOfTests = given(request, TEST_A).isPresent();
            return ControlAnswer.error(
                    404,
                    none.getMessage()
                            + (isOfTests ? "; 'GET tests' lists the tests" : "; 'GET recordings' lists the locations"));
        } catch (IllegalArgumentException wrong) {
            return ControlAnswer.error(400, String.valueOf(wrong.getMessage()));
        } catch (TookTooLongException late) {
            return ControlAnswer.error(503, String.valueOf(late.getMessage()));
        } catch (StoreException broken) {
            return ControlAnswer.error(422, String.valueOf(broken.getMessage()));
        }
    }

    private ControlAnswer compared(ControlRequest request) {
        boolean isOfTests =
                given(request, TEST_A).isPresent() || given(request, TEST_B).isPresent();
        boolean isOfRecordings =
                given(request, A).isPresent() || given(request, B).isPresent();
        Optional<String> before = given(request, REVISION_A);
        Optional<String> after = given(request, REVISION_B);
        if (isOfTests && (isOfRecordings || before.isPresent() || after.isPresent())) {
            throw new WrongRequestException(
                    "'a_test' and 'b_test' must be given together, without other parameters to compare");
        }
        int most = request.number("limit", MOST, STANDARD);
        if (isOfTests) {
            return of(comparison.tests(test(request, TEST_A), test(request, TEST_B), most));
        }
        if (!isOfRecordings && before.isPresent()) {
            return of(comparison.revisions(before.get(), after, most));
        }
        String a = given(request, A).orElseGet(() -> request.required(before.isPresent() ? B : A));
        String b = given(request, B).orElseGet(() -> before.isPresent() || after.isPresent() ? a : request.required(B));
        return ControlAnswer.of(
                comparison.recordings(new Place(a, before), new Place(b, after)).toJson());
    }

    private static ControlAnswer of(SetDifference difference) {
        return ControlAnswer.of(difference.toJson());
    }

    private static Optional<String> given(ControlRequest request, String name) {
        return request.parameter(name).filter(value -> !value.isEmpty());
    }

    private static TestId test(ControlRequest request, String name) {
        return new TestId(request.required(name));
    }
}
