package io.reprise.server;

import io.reprise.core.plan.Plan;
import io.reprise.server.PlanExecutor.Situation;

/**
 * Who carries out what was decided.
 *
 * @param handshakes takes those that become conversations; a recorded refusal is an answer like any other
 */
record Executors(PlanExecutor requests, SocketExecutor handshakes) {
    void carryOut(Plan plan, Situation situation) {
        if (situation.call().isSocket() && !isRefusal(plan, situation)) {
            handshakes.carryOut(plan, situation);
        } else {
            requests.carryOut(plan, situation);
        }
    }

    private static boolean isRefusal(Plan plan, Situation situation) {
        return plan instanceof Plan.Replay replay
                && !situation.found().answers().get(replay.turn().recording()).isSocket();
    }
}
