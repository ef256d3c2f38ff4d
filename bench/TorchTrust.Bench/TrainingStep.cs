using System.Diagnostics;
using TorchTrust.Models;
using TorchTrust.Models.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>One training step: forward, backward and Adam, at the number of samples that checks use.</summary>
/// <param name="Time">The median of some steps, after a few to warm up.</param>
/// <param name="Processor">The mean processor time of the same steps.</param>
internal readonly record struct TrainingStep(TimeSpan Time, TimeSpan Processor)
{
    private const int WarmUps = 3;
    private const int Steps = 15;

    /// <summary>Takes some steps.</summary>
    public static TrainingStep Measure(ModelSubject subject)
    {
        using var session = new ModelSession(subject, seed: 42);
        using var optimizer = optim.Adam(session.Parameters.Select(entry => entry.Parameter).OfType<TorchSharp.Modules.Parameter>());
        ModelInputs inputs = session.Inputs();
        for (int step = 0; step < WarmUps; step++)
        {
            TimeOf(session, inputs, optimizer);
        }

        TimeSpan began = ProcessorTimes.Now;
        TimeSpan[] times = [.. Enumerable.Range(0, Steps).Select(_ => TimeOf(session, inputs, optimizer))];
        return new(times.Order().ElementAt(Steps / 2), (ProcessorTimes.Now - began) / Steps);
    }

    /// <summary>Half way between two measurements.</summary>
    public static TrainingStep Between(TrainingStep before, TrainingStep after) =>
        new((before.Time + after.Time) / 2, (before.Processor + after.Processor) / 2);

    private static TimeSpan TimeOf(ModelSession session, ModelInputs inputs, optim.Optimizer optimizer)
    {
        var watch = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        session.Scalar(inputs, session.RunOn(inputs, ForwardMode.Training))!.backward();
        optimizer.step();
        return watch.Elapsed;
    }
}
