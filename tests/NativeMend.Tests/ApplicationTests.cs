namespace NativeMend.Tests;

/// <summary>A real application with the real backend, from the first build to the second clean.</summary>
public sealed class ApplicationTests : IClassFixture<ApplicationSequence>
{
    private static readonly byte[] _original = File.ReadAllBytes(TestPaths.PackageLibrary);

    private readonly ApplicationSequence _seen;

    public ApplicationTests(ApplicationSequence seen)
    {
        Assert.SkipUnless(Machine.HasGlibcX64, Machine.NeedsGlibcX64);
        _seen = seen;
    }

    [Fact]
    public void A_build_mends_the_output_says_so_once_and_the_program_runs()
    {
        AssertMendedAndRuns(_seen.Build);
        Assert.Equal(1, _seen.Build.Command.MendMessages);
    }

    [Fact]
    public void A_program_that_starts_at_once_leaves_no_folder_of_copies() => Assert.False(_seen.HasConsolidatedFolder);

    [Fact]
    public void A_second_build_rewrites_nothing_and_says_nothing()
    {
        AssertMendedAndRuns(_seen.BuildAgain);
        Assert.Equal(0, _seen.BuildAgain.Command.MendMessages);
        Assert.Equal(_seen.Build.Written, _seen.BuildAgain.Written);
    }

    [Fact]
    public void A_publish_of_what_is_built_carries_the_mended_library()
    {
        AssertMendedAndRuns(_seen.Publish);
        Assert.Equal(0, _seen.Publish.Command.MendMessages);
    }

    [Fact]
    public void A_publish_for_a_runtime_identifier_carries_it_too()
    {
        AssertMendedAndRuns(_seen.PublishForLinux);
        Assert.Equal(1, _seen.PublishForLinux.Command.MendMessages);
    }

    [Fact]
    public void A_publish_for_Windows_is_not_disturbed()
    {
        _seen.PublishForWindows.Command.Succeeded();
        Assert.Equal(0, _seen.PublishForWindows.Command.MendMessages);
        Assert.Null(_seen.PublishForWindows.Library);
    }

    [Fact]
    public void What_auto_decides_for_this_machine_lets_the_program_run_here()
    {
        _seen.Auto.Command.Succeeded();
        Assert.Equal("6", _seen.Auto.Program!.Succeeded().Output.Trim());
    }

    [Fact]
    public void Copies_that_a_failed_load_left_behind_do_no_harm() => AssertMendedAndRuns(_seen.RunBesideLeftovers);

    [Fact]
    public void Clean_removes_the_mended_library_from_output_and_intermediate_folder()
    {
        foreach (ApplicationSequence.Output clean in new[] { _seen.Clean, _seen.CleanAgain })
        {
            clean.Command.Succeeded();
            Assert.Equal(0, clean.Command.MendMessages);
            Assert.Null(clean.Library);
        }

        Assert.Empty(_seen.LeftByClean);
    }

    [Fact]
    public void The_package_s_file_keeps_its_hash() => Assert.Equal(_seen.HashBefore, _seen.HashAfter);

    private static void AssertMendedAndRuns(ApplicationSequence.Output output)
    {
        output.Command.Succeeded();
        byte[] mended = [.. _original];
        mended[ElfVariants.FlagsOf(_original, ElfVariants.UnusedVersion)] = 2;
        Assert.Equal(mended, output.Library);
        Assert.Equal("6", output.Program!.Succeeded().Output.Trim());
    }
}
