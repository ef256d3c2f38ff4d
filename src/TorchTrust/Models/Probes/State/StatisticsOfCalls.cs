using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What a normalization with running statistics is given at each of its calls within one call of the model.</summary>
internal static class StatisticsOfCalls
{
    /// <summary>
    /// The mean and the mean square of each channel in each sample, <c>[calls, samples, 2, channels]</c> in float64, of the modules that
    /// run as often in every call of the model, and more than once.
    /// </summary>
    /// <param name="session">The session, at the point where it is looked at.</param>
    /// <param name="draws">How many calls of the model.</param>
    /// <param name="count">How many samples a call.</param>
    /// <param name="step">Told what is about to be done.</param>
    /// <returns>By the path of the module; the caller's scope owns the tensors.</returns>
    public static IReadOnlyDictionary<string, Tensor> Of(ModelSession session, int draws, long count, Action<string> step)
    {
        var seen = new Dictionary<string, List<List<Tensor>>>();
        int draw = 0;
        var hooks = new List<ForwardHook>();
        using IDisposable use = session.Instruments.Use();
        try
        {
            foreach ((string path, nn.Module module) in session.Modules.Where(entry => KeepsStatistics(entry.Module)))
            {
                seen[path] = [];
                hooks.Add(ForwardHook.TryInstall(module, (_, arguments, output) =>
                {
                    if (!session.Instruments.AreSilent && arguments is [Tensor { IsInvalid: false } input, ..] && input.dim() >= 2)
                    {
                        seen[path][draw].Add(Moments(input));
                    }

                    return output;
                })!);
            }

            for (; draw < draws && hooks.Count > 0; draw++)
            {
                foreach (List<List<Tensor>> calls in seen.Values)
                {
                    calls.Add([]);
                }

                using var scope = NewDisposeScope();
                step($"calling in training mode, batch {draw}");
                session.Run(session.Inputs(count, draw), ForwardMode.Training, noise: draw);
            }
        }
        finally
        {
            hooks.ForEach(hook => hook.Dispose());
        }

        foreach (Tensor moments in seen.Values.SelectMany(calls => calls).SelectMany(call => call))
        {
            CurrentDisposeScope?.Attach(moments);
        }

        return seen
            .Where(entry => entry.Value is [{ Count: > 1 } first, ..]
                && entry.Value.All(call => call.Count == first.Count && call[0].shape[0] == first[0].shape[0]))
            .ToDictionary(entry => entry.Key, entry => stack(
                [.. Enumerable.Range(0, entry.Value[0].Count).Select(place => cat([.. entry.Value.Select(call => call[place])], 0))], 0));
    }

    /// <summary>Whether a module normalizes by running statistics: batch normalizations, and those of instances that track them.</summary>
    public static bool KeepsStatistics(nn.Module module) => !ObjectGraph.IsUserType(module.GetType())
        && RegisteredMembers.Buffers(module).Any(entry => entry.Name == "running_mean" && !entry.Buffer.IsInvalid);

    /// <summary>Channels are dimension 1 of all normalizations of TorchSharp.</summary>
    private static Tensor Moments(Tensor input)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor values = input.detach().to(ScalarType.Float64).flatten(2 > input.dim() - 1 ? 1 : 2);
        values = values.dim() == 2 ? values.unsqueeze(2) : values;
        return stack([values.mean([2L]), values.square().mean([2L])], 1).DetachFromDisposeScope();
    }
}
