// The generator, the default device and dtype, and the memory allocator belong to the process: a test that looks at one of
// them sees what its neighbours do.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
