using System.Text.Json;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

public sealed class NeutralityTests
{
    private static readonly string[] _checks = ["samples-independent-in-eval"];

    [Theory]
    [InlineData(Isolation.InProcess, Isolation.InProcess)]
    [InlineData(Isolation.Host, Isolation.Host)]
    [InlineData(Isolation.InProcess, Isolation.Host)]
    public void The_same_seed_gives_the_same_results_apart_from_times(Isolation first, Isolation second)
    {
        Assert.Equal(Results(first), Results(second));
    }

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void Generator_default_dtype_and_device_threads_and_gradient_mode_are_as_before(Isolation isolation)
    {
        var before = (get_default_dtype(), get_default_device().ToString(), get_num_threads(), is_grad_enabled());
        using Tensor state = get_rng_state();
        using Tensor copy = state.clone();

        Trust.Check(Subject(), new TrustOptions { Isolation = isolation, Checks = _checks });

        using Tensor after = get_rng_state();
        Assert.Equal(copy.data<byte>().ToArray(), after.data<byte>().ToArray());
        Assert.Equal(before, (get_default_dtype(), get_default_device().ToString(), get_num_threads(), is_grad_enabled()));
    }

    private static ModelSubject Subject() =>
        ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Dropout(), Linear(8, 3))).WithInput(n => randn(n, 6));

    private static string Results(Isolation isolation)
    {
        // A host may also try float64, which can abort: here this process is allowed to as well.
        TrustReport report = Trust.Check(
            Subject(),
            new TrustOptions { Isolation = isolation, IsHost = isolation == Isolation.InProcess, Checks = _checks, Seed = 7 });
        Assert.Contains(report.Results, result => result.Power is { IsShown: true });
        return JsonSerializer.Serialize(report.Results.Select(WithoutTimes));
    }

    private static CheckResult WithoutTimes(CheckResult result) => result with
    {
        Duration = TimeSpan.Zero,
        Power = result.Power is null ? null : result.Power with { Duration = TimeSpan.Zero },
    };
}
