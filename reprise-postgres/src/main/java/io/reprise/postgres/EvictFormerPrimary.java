package io.reprise.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** Closes connections to a server that has become a replica, so that the next one is made to the primary. */
public final class EvictFormerPrimary implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException failed) {
        return DatabaseFailure.READ_ONLY.equals(failed.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
