module.exports = { testEnvironment: 'reprise/jest', globalSetup: 'reprise/global-setup', globalTeardown: 'reprise/global-teardown' };
