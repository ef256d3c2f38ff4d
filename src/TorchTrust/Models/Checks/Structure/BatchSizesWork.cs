using TorchTrust.Checks;
using TorchTrust.Models.Checks.Behaviour;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Structure;

/// <summary>A model takes any number of samples, and gives as many.</summary>
/// <remarks>
/// One sample is asked for in eval mode only, since batch normalization rightly refuses it in training. An exception in
/// training mode is a question: a queue of negatives may want its length to be a multiple of the batch.
/// </remarks>
[Check(
    "batch-sizes-work",
    "any number of samples works, and gives as many outputs",
    CheckArea.Structure,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class BatchSizesWork : ModelCheck
{
    private static readonly long[] _inEval = [2, 3, 5, 1];
    private static readonly long[] _inTraining = [2, 5];

    /// <inheritdoc/>
    public override string Why =>
        "The last, smaller batch of an epoch, or a single sample in service, throws or is taken for something else.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for squeeze() without a dimension and for a batch size written into view or reshape: use input.shape[0] or -1 there. If "
            + "the number of samples cannot be chosen: subject.WithFixedInputs(…). If samples belong together or the state holds their "
            + "number: subject.MixesSamplesOnPurpose(reason), subject.KeepsStateOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsStateOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new InsistOnBatchSize(), new SqueezeOutput()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!session.CanChooseCount)
        {
            return CheckOutcome.Skipped(BatchArrangement.WhyNoCount);
        }

        if (!session.InputLayout.HasSamples)
        {
            return CheckOutcome.Skipped("No dimension of the input grows with the number of samples.");
        }

        var errors = new List<Finding>();
        var questions = new List<Finding>();
        var shapes = new Dictionary<long, IReadOnlyList<(string Path, long[] Shape)>>();
        foreach (long count in _inEval)
        {
            context.Step($"calling in eval mode with {count} samples");
            if (Try(session, count, ForwardMode.Eval, errors, context) is { } found)
            {
                shapes[count] = found;
            }

            if (errors.Count > 0 && context.FirstFindingDecides)
            {
                return CheckOutcome.Failed(errors);
            }
        }

        // The call that the recipe was made for: a subject that cannot be called at all is told by what this throws.
        shapes[ModelSession.BatchSize] = Shapes(session, session.Inputs(), ForwardMode.Eval);

        if (session.Subject.Samples is null)
        {
            Judge(session, shapes, errors, questions);
        }
        else
        {
            JudgeParts(session, errors);
        }

        foreach (long count in _inTraining)
        {
            context.Step($"calling in training mode with {count} samples");
            Try(session, count, ForwardMode.Training, questions, context);
        }

        TryOthers(session, errors, context);
        bool isDeclared = session.Subject.Facts is { MixesSamples: not null } or { KeepsState: not null };
        return CheckOutcome.From([.. errors, .. questions], errors.Count > 0 && !isDeclared ? Severity.Error : Severity.Question);
    }

    private static IReadOnlyList<(string Path, long[] Shape)>? Try(
        ModelSession session, long count, ForwardMode mode, List<Finding> findings, CheckContext context)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs;
        try
        {
            inputs = session.Inputs(count);
        }
        catch (SubjectException)
        {
            // The recipe makes no such number of samples: there is nothing to ask for.
            return null;
        }

        try
        {
            return Shapes(session, inputs, mode);
        }
        catch (SubjectException thrown) when (context.IsTrial)
        {
            // Where it came from takes longer to tell than the call took.
            findings.Add(new Finding(thrown.Message));
            return null;
        }
        catch (SubjectException thrown)
        {
            findings.Add(new Finding($"{thrown.Message}{UserFrame.Of(thrown)}")
            {
                Module = ModuleThatThrew(session, thrown),
                Source = UserFrame.LocationOf(thrown),
                Throws = UserFrame.IdentityOf(thrown),
                Numbers = new Dictionary<string, double> { ["samples"] = count },
            });
            return null;
        }
    }

    /// <summary>The module whose code the innermost line of the user's is in, if it is the only one of its class.</summary>
    private static string? ModuleThatThrew(ModelSession session, SubjectException thrown)
    {
        Type? type = UserFrame.TypeOf(thrown);
        string[] paths = [.. session.Modules.Where(entry => entry.Module.GetType() == type).Select(entry => entry.Path)];
        return paths is [string path] ? path : null;
    }

    /// <summary>
    /// The first module that takes as many dimensions for one number of samples as for another, and gives another number of them; null
    /// where none does, or the two run other modules.
    /// </summary>
    private static string? ModuleThatLosesADimension(ModelSession session, long count)
    {
        using var scope = NewDisposeScope();
        ModuleTrace usual = ModuleTrace.During(session, () => session.Run(session.Inputs(), ForwardMode.Eval));
        ModuleTrace other = ModuleTrace.During(session, () => session.Run(session.Inputs(count), ForwardMode.Eval));
        return usual.Calls.Zip(other.Calls).TakeWhile(pair => pair.First.Path == pair.Second.Path)
            .FirstOrDefault(pair => Ranks(pair.First.Arguments.Select(leaf => leaf.Shape)).SequenceEqual(
                Ranks(pair.Second.Arguments.Select(leaf => leaf.Shape)))
                && !Ranks(pair.First.Signature.Select(leaf =>
                    leaf.Shape)).SequenceEqual(Ranks(pair.Second.Signature.Select(leaf => leaf.Shape)))).First?.Path;

        static IEnumerable<int> Ranks(IEnumerable<long[]> shapes) => shapes.Select(shape => shape.Length);
    }

    private static string Arises(string? module) =>
        module is null ? "" : $"; it arises in {(module.Length == 0 ? "the model itself" : module)}";

    private static void TryOthers(ModelSession session, List<Finding> findings, CheckContext context)
    {
        foreach ((string name, Func<long, object?[]> make) in session.Subject.OtherInputs)
        {
            using var scope = NewDisposeScope();
            using RandomState _ = RandomState.Fork(session.Seed + 1);
            context.Step($"calling with {name}");
            try
            {
                var inputs = new ModelInputs(SubjectException.Guard($"making inputs of {name}", () => make(2)), 2);
                session.Run(inputs, ForwardMode.Eval);
            }
            catch (SubjectException thrown)
            {
                findings.Add(new Finding($"the declared input of {name}: {thrown.Message}{UserFrame.Of(thrown)}")
                {
                    Throws = UserFrame.IdentityOf(thrown),
                });
            }
        }
    }

    private static IReadOnlyList<(string Path, long[] Shape)> Shapes(ModelSession session, ModelInputs inputs, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        return [.. session.Run(inputs, mode).Leaves.Select(leaf => (leaf.Path, leaf.Tensor.shape))];
    }

    /// <summary>
    /// Of collated samples, each has a part: that which the declared split gives, or a place in the dimension that counts them.
    /// </summary>
    private static void JudgeParts(ModelSession session, List<Finding> errors)
    {
        foreach (long count in errors.Count == 0 ? _inEval : [])
        {
            using var scope = NewDisposeScope();
            ForwardResult result = session.Run(session.Inputs(count), ForwardMode.Eval);
            bool isWhole = session.Subject.Samples!.Split is null
                ? !session.OutputLayout.HasBatchDimension
                    || result.Leaves.Any(leaf => session.OutputLayout[leaf.Path].Dimension is { } dimension
                        && leaf.Tensor.dim() > dimension
                        && leaf.Tensor.size(dimension) == count)
                : SampleLayout.OfParts(result.Parts).Elements.Order().SequenceEqual(Enumerable.Range(0, (int)count).Select(i => (long)i));
            if (!isWhole)
            {
                errors.Add(new Finding($"the output has not one part for each of {count} samples")
                {
                    Numbers = new Dictionary<string, double> { ["samples"] = count },
                });
            }
        }
    }

    private static void Judge(
        ModelSession session,
        Dictionary<long, IReadOnlyList<(string Path, long[] Shape)>> shapes,
        List<Finding> errors,
        List<Finding> questions)
    {
        using var scope = NewDisposeScope();
        HashSet<int> inputDimensions = [.. session.Inputs().Leaves
            .Select(leaf => session.InputLayout[leaf.Path].Dimension).OfType<int>()];
        Dictionary<string, long[]> redrawn = Shapes(session, session.Inputs(draw: 1), ForwardMode.Eval)
            .ToDictionary(leaf => leaf.Path, leaf => leaf.Shape);
        foreach ((string path, long[] shape) in shapes[ModelSession.BatchSize])
        {
            // Sizes that depend on content (boxes found, tokens decoded) say nothing about samples; a list may grow by items.
            var sizes = new OutputShapes(shapes.SelectMany(entry => entry.Value
                .Where(leaf => leaf.Path == path).Select(leaf => (entry.Key, leaf.Shape))));
            if (redrawn.TryGetValue(path, out long[]? other) && other.AsSpan().SequenceEqual(shape))
            {
                JudgeTensor(session, path.Length == 0 ? "the output" : $"output {path}", sizes, inputDimensions, errors, questions);
            }
        }
    }

    private static void JudgeTensor(
        ModelSession session, string name, OutputShapes sizes, HashSet<int> inputDimensions, List<Finding> errors, List<Finding> questions)
    {
        long[] usual = sizes.For(ModelSession.BatchSize)!;
        if (!sizes.HasOneRank)
        {
            string? origin = ModuleThatLosesADimension(session, sizes.FirstOfOtherRank(usual.Length));
            errors.Add(new Finding(
                $"{name} has other dimensions for 2 to 5 samples: {OutputShapes.Write(sizes.For(2) ?? [])} for 2, "
                    + $"{OutputShapes.Write(usual)} for 4{Arises(origin)}")
            {
                Module = origin,
            });
            return;
        }

        if (sizes.For(1) is { } single)
        {
            bool keepsItsDimensions = single.Length == usual.Length && Enumerable.Range(0, usual.Length)
                .All(d => (!sizes.IsCount(d) || single[d] == 1) && (!sizes.IsConstant(d) || single[d] == usual[d]));
            if (!keepsItsDimensions)
            {
                string? origin = ModuleThatLosesADimension(session, 1);
                errors.Add(new Finding(
                    $"{name} has the shape {OutputShapes.Write(single)} for 1 sample, and {OutputShapes.Write(usual)} for "
                        + $"{ModelSession.BatchSize}{Arises(origin)}")
                {
                    Module = origin,
                    Numbers = new Dictionary<string, double> { ["samples"] = 1 },
                });
            }
        }

        int[] dimensions = [.. Enumerable.Range(0, usual.Length)];
        int[] elsewhere = [.. dimensions.Where(d => sizes.IsMultiple(d) && !inputDimensions.Contains(d))];
        if (elsewhere.Length > 0 && dimensions.All(d => sizes.IsConstant(d) || sizes.IsMultiple(d)))
        {
            questions.Add(new Finding(
                $"{name} grows with the number of samples in dimension {elsewhere[0]}, where the input has none: its shape is "
                    + $"{OutputShapes.Write(sizes.For(2) ?? usual)} for 2 samples and {OutputShapes.Write(usual)} for "
                    + $"{ModelSession.BatchSize}")
            {
                Dimension = elsewhere[0],
            });
        }
    }
}
