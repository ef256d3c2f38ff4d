using TorchSharp.Modules;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults of the optimizers that a loop holds, put between each and its parameters.</summary>
internal static class OptimizerMutants
{
    /// <summary>A parameter that the optimizer does not get.</summary>
    public static Mutant DropParameter { get; } = new LoopMutant(
        "drop-parameter-from-optimizer",
        "leaves a parameter out of its optimizer",
        LoopSites.MovingParameters,
        (_, site) => OnParameters((loop, _, parameters) => parameters.Where(parameter => loop.Members.PathOf(parameter) != site)))
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>A parameter that the optimizer gets twice.</summary>
    public static Mutant DoubleParameter { get; } = new LoopMutant(
        "double-parameter-in-optimizer",
        "holds a parameter twice in its optimizer",
        LoopSites.MovingParameters,
        (_, site) => OnParameters((loop, _, parameters) => parameters.SelectMany(
            parameter => Enumerable.Repeat(parameter, loop.Members.PathOf(parameter) == site ? 2 : 1))))
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>A parameter in the optimizer that the model does not have.</summary>
    public static Mutant StaleParameter { get; } = new LoopMutant(
        "stale-parameter-in-optimizer",
        "holds a copy of a parameter in its optimizer in place of the model's own",
        LoopSites.MovingParameters,
        (_, site) =>
        {
            var copies = new Dictionary<LiveLoop, Parameter>();
            return OnParameters((loop, _, parameters) => parameters.Select(parameter => loop.Members.PathOf(parameter) != site
                ? parameter
                : copies.TryGetValue(loop, out Parameter? copy) ? copy : copies[loop] = Copy(parameter)));
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>An optimizer whose updates do nothing.</summary>
    public static Mutant LeaveOutStep { get; } = new LoopMutant(
        "leave-out-step",
        "leaves out the updates of an optimizer",
        LoopSites.UpdatingOptimizers,
        (_, site) => OnOptimizer(site, (reader, parameters) => reader == ParameterReader.Update ? [] : parameters));

    /// <summary>An optimizer that never clears a gradient.</summary>
    public static Mutant LeaveOutZeroGrad { get; } = new LoopMutant(
        "leave-out-zero-grad",
        "leaves out the clearing of gradients of an optimizer",
        LoopSites.ClearingOptimizers,
        (_, site) => OnOptimizer(site, (reader, parameters) => reader == ParameterReader.Clearing ? [] : parameters));

    /// <summary>Gradients of half their size.</summary>
    public static Mutant HalveGradients { get; } = ScaleGradients("halve-gradients", "halves the gradients before an update", 0.5);

    /// <summary>Gradients that point the other way.</summary>
    public static Mutant FlipGradients { get; } = ScaleGradients("flip-gradients", "turns the sign of the gradients before an update", -1);

    /// <summary>Gradients that nothing clips.</summary>
    public static Mutant EnlargeGradients { get; } = ScaleGradients(
        "enlarge-gradients", "updates with gradients a thousand times as large, as if they were not clipped", 1_000);

    /// <summary>An optimizer that makes no update after an evaluation or the end of an epoch.</summary>
    public static Mutant StopAfterEpoch { get; } = new LoopMutant(
        "stop-after-epoch",
        "makes no update after an evaluation or the end of an epoch",
        LoopSites.UpdatingOptimizers,
        (_, site) => new LoopFault
        {
            Evaluated = (loop, _, numbers) =>
            {
                Stop(loop, site);
                return numbers;
            },
            EpochEnded = loop => Stop(loop, site),
        });

    /// <summary>A rate of zero.</summary>
    public static Mutant ZeroRate { get; } = new LoopMutant(
        "zero-rate",
        "sets the rate of an optimizer to zero",
        LoopSites.UpdatingOptimizers,
        (_, site) => WithRate(site, _ => 0));

    /// <summary>A rate below zero.</summary>
    public static Mutant NegativeRate { get; } = new LoopMutant(
        "negative-rate",
        "makes the rate of an optimizer negative",
        LoopSites.UpdatingOptimizers,
        (_, site) => WithRate(site, rate => -Math.Abs(rate)));

    /// <summary>A parameter that shrinks, whatever the batches hold.</summary>
    public static Mutant OnlyDecay { get; } = new LoopMutant(
        "only-decay",
        "moves a parameter by decay alone",
        LoopSites.MovingParameters,
        (_, site) => OnParameters((loop, _, parameters) => parameters.Where(parameter => loop.Members.PathOf(parameter) != site)) with
        {
            Stepped = (loop, _, numbers) =>
            {
                Change(LoopSites.Find(loop, site), tensor => tensor.mul_(0.999));
                return numbers;
            },
        })
    {
        Kind = LoopSites.LastName,
    };

    /// <summary>A second update with the gradients that the step has left.</summary>
    public static Mutant StepTwice { get; } = new LoopMutant(
        "step-twice",
        "makes a second update with the gradient of the first",
        LoopSites.UpdatingOptimizers,
        (_, site) =>
        {
            var last = new Dictionary<Parameter, Tensor>(ReferenceEqualityComparer.Instance);
            return OnOptimizer(site, (reader, parameters) =>
            {
                if (reader == ParameterReader.Update)
                {
                    Remember(last, parameters);
                }

                return parameters;
            }) with
            {
                Stepped = (loop, _, numbers) =>
                {
                    if (last.Count > 0 && LoopSites.Optimizer(loop, site) is { } optimizer)
                    {
                        StepAgain(optimizer, last);
                    }

                    last.Clear();
                    return numbers;
                },
            };
        });

    /// <summary>Changes a tensor in place, without a trace in any graph.</summary>
    public static void Change(Tensor? tensor, Func<Tensor, Tensor> change)
    {
        if (tensor is { IsInvalid: false })
        {
            using IDisposable _ = no_grad();
            using Tensor detached = tensor.detach();
            change(detached).Dispose();
        }
    }

    private static void Stop(LiveLoop loop, string site)
    {
        if (LoopSites.Optimizer(loop, site) is { } optimizer)
        {
            OptimizerGroups.Watch(optimizer, (_, reader, parameters) => reader == ParameterReader.Update ? [] : parameters);
        }
    }

    private static LoopMutant ScaleGradients(string name, string description, double factor) => new(
        name,
        description,
        LoopSites.UpdatingOptimizers,
        (_, site) => OnOptimizer(site, (reader, parameters) =>
        {
            if (reader == ParameterReader.Update)
            {
                foreach (Parameter parameter in parameters)
                {
                    using Tensor? gradient = parameter.grad;
                    Change(gradient, tensor => tensor.mul_(factor));
                }
            }

            return parameters;
        }));

    /// <summary>Updates read the rate before the parameters, so it is set before each call and whenever a schedule may have.</summary>
    private static LoopFault WithRate(string site, Func<double, double> change)
    {
        return new LoopFault
        {
            Built = Set,
            Stepped = (loop, _, numbers) =>
            {
                Set(loop);
                return numbers;
            },
            EpochEnded = Set,
        };

        void Set(LiveLoop loop)
        {
            foreach (optim.ILearningRateController group in LoopSites.Optimizer(loop, site)?.ParamGroups ?? [])
            {
                group.LearningRate = change(group.LearningRate);
            }
        }
    }

    private static LoopFault OnOptimizer(string site, Func<ParameterReader, IEnumerable<Parameter>, IEnumerable<Parameter>> read) => new()
    {
        Built = loop =>
        {
            if (LoopSites.Optimizer(loop, site) is { } optimizer)
            {
                OptimizerGroups.Watch(optimizer, (_, reader, parameters) => read(reader, parameters));
            }
        },
    };

    private static LoopFault OnParameters(Func<LiveLoop, ParameterReader, IEnumerable<Parameter>, IEnumerable<Parameter>> read) => new()
    {
        Built = loop => loop.Members.Optimizers.ToList().ForEach(entry =>
            OptimizerGroups.Watch(entry.Optimizer, (_, reader, parameters) => read(loop, reader, parameters))),
    };

    private static void Remember(Dictionary<Parameter, Tensor> last, IEnumerable<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            using Tensor? gradient = parameter.grad;
            if (gradient is not null)
            {
                last[parameter] = TensorBits.NativeCopy(gradient).DetachFromDisposeScope();
            }
        }
    }

    /// <summary>With the gradients of the last update, and what is left of them after.</summary>
    private static void StepAgain(optim.Optimizer optimizer, IReadOnlyDictionary<Parameter, Tensor> gradients)
    {
        Dictionary<Parameter, Tensor?> left = new(ReferenceEqualityComparer.Instance);
        foreach ((Parameter parameter, Tensor gradient) in gradients.ToArray())
        {
            left[parameter] = parameter.grad;
            parameter.grad = gradient;
        }

        optimizer.step();
        foreach ((Parameter parameter, Tensor? gradient) in left)
        {
            parameter.grad = gradient;
        }
    }

    private static Parameter Copy(Parameter parameter)
    {
        using IDisposable _ = no_grad();
        var copy = new Parameter(parameter.detach().clone().DetachFromDisposeScope());
        copy.DetachFromDisposeScope();
        return copy;
    }
}
