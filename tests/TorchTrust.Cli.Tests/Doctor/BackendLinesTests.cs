using TorchTrust.Cli.Doctor;
using TorchTrust.Running.Diagnosis;

namespace TorchTrust.Cli.Tests.Doctor;

public sealed class BackendLinesTests
{
    private static readonly BackendDiagnosis _well = new()
    {
        Step = null,
        Runtime = ".NET 10.0.12",
        TorchSharp = "0.107.0",
        LibTorchNeeded = "2.10.0.0",
        IsLoaded = true,
        Threads = 2,
        BrokenOperations = [],
    };

    private static readonly BackendDiagnosis _broken = _well with { BrokenOperations = ["a convolution from 16 channels to 1, 5 by 5"] };

    [Fact]
    public void A_sound_backend_is_well_in_every_line() =>
        Assert.All(
            BackendLines.Of(_well, null, hasCudaDriver: false, cores: 2),
            line => Assert.Equal((DoctorState.Ok, null), (line.State, line.Remedy)));

    [Fact]
    public void A_backend_that_computes_wrongly_is_told_with_the_setting_that_was_seen_to_help()
    {
        DoctorLine line = SelfTest(_well);

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Contains("a convolution from 16 channels to 1, 5 by 5", line.Text, StringComparison.Ordinal);
        Assert.Equal(
            "Set ONEDNN_MAX_CPU_ISA=AVX2 DNNL_MAX_CPU_ISA=AVX2 in the environment before the program starts: tried, and with it all agree.",
            line.Remedy);
    }

    [Fact]
    public void A_setting_that_does_not_help_is_not_recommended() =>
        Assert.Contains("does not help: with it a convolution from 16 channels to 1", SelfTest(_broken).Remedy!, StringComparison.Ordinal);

    [Fact]
    public void A_process_that_died_is_told_with_what_it_was_doing()
    {
        DoctorLine line = BackendLines.Of(
            _well with { Step = "testing what the backend computes", BrokenOperations = null, Ending = "signal 4, SIGILL" }, null, false, 2)
                .Last();

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Contains("ended (signal 4, SIGILL) while testing what the backend computes", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void More_threads_than_cores_are_too_many() =>
        Assert.Equal(
            DoctorState.Trouble, BackendLines.Of(_well with { Threads = 8 }, null, false, 2).Single(line => line.Topic == "threads").State);

    [Theory]
    [InlineData(0, null, false, "Ok")]
    [InlineData(0, null, true, "Note")]
    [InlineData(2, null, true, "Ok")]
    [InlineData(0, "no kernel image is available", true, "Trouble")]
    public void Cuda_is_told_apart_by_driver_backend_and_a_product_on_the_device(int devices, string? error, bool hasDriver, string state)
    {
        DoctorLine line = BackendLines.Of(_well with { CudaDevices = devices, CudaError = error }, null, hasDriver, 2)
            .Single(line => line.Topic == "CUDA");

        Assert.Equal(state, $"{line.State}");
    }

    [Theory]
    [InlineData(1, "1 device, which computes right")]
    [InlineData(2, "2 devices; the first computes right")]
    public void Devices_are_counted_in_words(int devices, string text) => Assert.Equal(
        text, BackendLines.Of(_well with { CudaDevices = devices }, null, true, 2).Single(line => line.Topic == "CUDA").Text);

    [Fact]
    public void A_device_that_computes_wrongly_is_trouble() => Assert.Equal(
        DoctorState.Trouble,
        BackendLines.Of(_well with { CudaDevices = 1, BrokenOnCuda = ["a linear layer"] }, null, true, 2)
            .Single(line => line.Topic == "CUDA").State);

    [Theory]
    [InlineData("2.10.0", "LibTorch 2.10.0 loads")]
    [InlineData("2.11.0", "LibTorch 2.11.0, where 2.10.0.0 was wanted, loads")]
    [InlineData(null, "LibTorch 2.10.0.0 loads")]
    public void The_version_that_was_loaded_is_named(string? loaded, string text) => Assert.StartsWith(
        text,
        BackendLines.Of(_well with { LibTorchLoaded = loaded }, null, false, 2).First(line => line.Topic == "native backend").Text,
        StringComparison.Ordinal);

    private static DoctorLine SelfTest(BackendDiagnosis capped) =>
        BackendLines.Of(_broken, capped, false, 2).Single(line => line.Topic == "self-test");
}
