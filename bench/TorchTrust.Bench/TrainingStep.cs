using System.Diagnostics;
using TorchTrust.Models;
using TorchTrust.Models.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>The time of one training step: forward, backward and Adam, at the number of samples that checks use.</summary>
internal static class TrainingStep
{
    private const int WarmUps = 3;
    private const int Steps = 15;

    /// <summary>The median of some steps, after a few to warm up.</summary>
    public static TimeSpan Measure(ModelSubject subject)
    {
        using var session = new ModelSession(subject, seed: 42);
        using var optimizer = optim.Adam(session.Parameters.Select(entry => entry.Parameter).OfType<TorchSharp.Modules.Parameter>());
        ModelInputs inputs = session.Inputs();
        TimeSpan[] times = [.. Enumerable.Range(0, WarmUps + Steps).Select(_ => Time(session, inputs, optimizer))];
        return times[WarmUps..].Order().ElementAt(Steps / 2);
    }

    private static TimeSpan Time(ModelSession session, ModelInputs inputs, optim.Optimizer optimizer)
    {
        var watch = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        session.Scalar(inputs, session.RunOn(inputs, ForwardMode.Training))!.backward();
        optimizer.step();
        return watch.Elapsed;
    }
}
