package io.reprise.core.store;

class MemoryStoreTest extends StoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    protected Store open() {
        return store;
    }
}
