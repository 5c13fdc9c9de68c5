package io.reprise.core.json;

/** Selects values within a value. A state describes the way from the root to a value. */
interface Selection {
    long root();

    long member(long state, String name);

    long item(long state, int index, int count);

    boolean isSelected(long state, Json value);

    /** False if nothing below a value with this state can be selected. */
    boolean mayDescend(long state);

    /** All strings, numbers, booleans and nulls. */
    Selection SCALARS = new Selection() {
        @Override
        public long root() {
            return 1;
        }

        @Override
        public long member(long state, String name) {
            return state;
        }

        @Override
        public long item(long state, int index, int count) {
            return state;
        }

        @Override
        public boolean isSelected(long state, Json value) {
            return !(value instanceof Json.JsonObject || value instanceof Json.JsonArray);
        }

        @Override
        public boolean mayDescend(long state) {
            return true;
        }
    };
}
