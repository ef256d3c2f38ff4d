using TorchTrust.Losses;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust;

/// <summary>What can be declared about a loss, whatever its arguments are. Each purpose carries its reason.</summary>
/// <typeparam name="TSubject">The type of the subject, which every method returns.</typeparam>
public abstract class LossDeclarations<TSubject> : LossSubject
    where TSubject : LossDeclarations<TSubject>
{
    private protected LossDeclarations(LossRecipe recipe)
        : base(recipe)
    {
    }

    /// <summary>
    /// Computes the loss on a device, whatever its recipe says: what it is built as is moved there, and its arguments once they are made,
    /// with the same values as on the CPU. What a function has captured stays where it is.
    /// </summary>
    /// <param name="device">The device, such as <c>torch.CUDA</c> or <c>torch.device("cuda:1")</c>.</param>
    public TSubject On(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return (TSubject)OnDevice(device.ToString());
    }

    /// <summary>Declares which arguments a network gives; without it, the first one. Others are targets.</summary>
    /// <param name="arguments">The arguments, counted from 0. Of a tuple or a record, all its floating tensors.</param>
    /// <exception cref="ArgumentException">None is named, one is named twice, or there is no such argument.</exception>
    public TSubject HasPredictions(params int[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length == 0 || arguments.Distinct().Count() < arguments.Length)
        {
            throw new ArgumentException("Name each argument that a network gives once, counted from 0.", nameof(arguments));
        }

        Array.ForEach(arguments, argument => Demand(argument, nameof(arguments)));
        return WithFacts(facts => facts with { Predictions = [.. arguments] });
    }

    /// <summary>
    /// Declares what a network gives in an argument, and so that the argument is a prediction. Checks stay in its domain.
    /// </summary>
    /// <param name="kind">What it is.</param>
    /// <param name="argument">The argument, counted from 0; the first prediction if left out.</param>
    /// <param name="minimum">The least value that is allowed; 0 of probabilities and none of others if left out.</param>
    /// <param name="maximum">
    /// The greatest value that is allowed; 1 of probabilities, 0 of their logarithms and none of others if left out.
    /// </param>
    /// <param name="classDimension">The dimension of classes, along which probabilities sum to 1; none if left out.</param>
    /// <exception cref="ArgumentException">There is no such kind or argument, or the bounds are the wrong way round.</exception>
    public TSubject Gives(
        PredictionKind kind, int? argument = null, double? minimum = null, double? maximum = null, int? classDimension = null)
    {
        if (!Enum.IsDefined(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of prediction.");
        }

        int index = argument ?? Facts.Predictions[0];
        Demand(index, nameof(argument));
        double least = minimum ?? (kind == PredictionKind.Probabilities ? 0 : double.NegativeInfinity);
        double greatest = maximum ?? kind switch
        {
            PredictionKind.Probabilities => 1,
            PredictionKind.LogProbabilities => 0,
            _ => double.PositiveInfinity,
        };
        if (!(least < greatest))
        {
            throw new ArgumentException($"The least value, {least}, must lie below the greatest, {greatest}.", nameof(minimum));
        }

        var fact = new PredictionFact(index, kind, least, greatest, classDimension);
        return WithFacts(facts => facts with
        {
            Predictions = facts.Predictions.Contains(index) ? facts.Predictions : [.. facts.Predictions, index],
            Given = [.. facts.Given.Where(other => other.Argument != index), fact],
        });
    }

    /// <summary>Declares what becomes of the samples: their mean, their sum, or a value each.</summary>
    /// <param name="reduction">What becomes of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    public TSubject Reduces(nn.Reduction reduction) => Enum.IsDefined(reduction)
        ? WithFacts(facts => facts with { Reduction = reduction })
        : throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "There is no such reduction.");

    /// <summary>Declares what becomes of another dimension of the first prediction: its mean or its sum.</summary>
    /// <param name="dimension">The dimension, such as that of time, of pixels or of latent variables; not that of samples.</param>
    /// <param name="reduction">Mean or sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is neither.</exception>
    public TSubject Reduces(int dimension, nn.Reduction reduction)
    {
        if (reduction is not (nn.Reduction.Mean or nn.Reduction.Sum))
        {
            throw new ArgumentOutOfRangeException(
                nameof(reduction), reduction, "A dimension is reduced by its mean or its sum; one that stays needs no word.");
        }

        return WithFacts(facts => facts with
        {
            DimensionReductions = new Dictionary<int, nn.Reduction>(facts.DimensionReductions) { [dimension] = reduction },
        });
    }

    /// <summary>Declares that the loss is never below 0.</summary>
    public TSubject IsNeverNegative() => WithFacts(facts => facts with { IsNeverNegative = true });

    /// <summary>Declares that the loss is 0 where it is least.</summary>
    public TSubject IsZeroAtBest() => WithFacts(facts => facts with { IsZeroAtBest = true });

    /// <summary>Declares a cross entropy: logits that are all 0 cost the logarithm of the number of classes.</summary>
    public TSubject IsCrossEntropy() => WithFacts(facts => facts with { IsCrossEntropy = true });

    /// <summary>Declares the value in a target that marks what does not count.</summary>
    /// <param name="value">The value, such as -100.</param>
    /// <param name="argument">The target, counted from 0; the first argument that is no prediction if left out.</param>
    /// <exception cref="ArgumentException">There is no such argument, or none that is no prediction.</exception>
    public TSubject Ignores(double value, int? argument = null)
    {
        int index = argument ?? Enumerable.Range(0, Recipe.Arity).Except(Facts.Predictions).FirstOrDefault(Recipe.Arity);
        Demand(index, nameof(argument));
        return WithFacts(facts => facts with { Ignored = (index, value) });
    }

    /// <summary>Declares the dimension of positions of the first prediction.</summary>
    /// <param name="dimension">The dimension, such as 1 in <c>[N, T, classes]</c>.</param>
    public TSubject HasTime(int dimension) => WithFacts(facts => facts with { TimeDimension = dimension });

    /// <summary>Declares that the prediction at a position is for what comes after it.</summary>
    /// <param name="time">The dimension of positions of the first prediction.</param>
    /// <param name="steps">How many positions ahead it lies.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not lie ahead.</exception>
    public TSubject PredictsNext(int time, int steps = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return WithFacts(facts => facts with { TimeDimension = time, StepsAhead = steps });
    }

    /// <summary>
    /// Declares that each sample is told apart from the others of its batch: samples meet, and one alone costs nothing.
    /// </summary>
    public TSubject IsContrastive() => WithFacts(facts => facts with
    {
        IsContrastive = true,
        SamplesMeet = facts.SamplesMeet ?? new("*", "It is contrastive: each sample is told apart from the others."),
    });

    /// <summary>Declares that samples of a batch are compared or added up with each other on purpose.</summary>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public TSubject SamplesMeetOnPurpose(string reason) => WithFacts(facts => facts with { SamplesMeet = new("*", reason) });

    /// <summary>Declares that gradients stop within the loss on purpose, so that they are not those of its value.</summary>
    /// <inheritdoc cref="SamplesMeetOnPurpose"/>
    public TSubject StopsGradientsOnPurpose(string reason) =>
        WithFacts(facts => facts with { StopsGradients = new("*", reason) });

    /// <summary>Declares that no gradient may reach a target, such as the output of a teacher.</summary>
    public TSubject HasFixedTargets() => WithFacts(facts => facts with { HasFixedTargets = true });

    /// <summary>Declares that the loss draws at random on purpose.</summary>
    /// <inheritdoc cref="SamplesMeetOnPurpose"/>
    public TSubject IsRandomOnPurpose(string reason) => WithFacts(facts => facts with { IsRandom = new("*", reason) });

    /// <summary>Declares that the loss keeps state from call to call on purpose, such as a queue or a running mean.</summary>
    /// <inheritdoc cref="SamplesMeetOnPurpose"/>
    public TSubject KeepsStateOnPurpose(string reason) => WithFacts(facts => facts with { KeepsState = new("*", reason) });

    /// <summary>Declares an argument that has no influence on purpose.</summary>
    /// <param name="argument">The argument, counted from 0.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">There is no such argument, or the reason is empty.</exception>
    public TSubject IgnoresArgumentOnPurpose(int argument, string reason)
    {
        Demand(argument, nameof(argument));
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            IgnoredArguments = new Dictionary<int, string>(facts.IgnoredArguments) { [argument] = reason },
        });
    }

    /// <summary>Switches a check off for this subject.</summary>
    /// <param name="checkId">The id of the check.</param>
    /// <param name="reason">Why, for the report.</param>
    /// <exception cref="ArgumentException">The id or the reason is empty.</exception>
    public TSubject Skip(string checkId, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkId);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return WithFacts(facts => facts with
        {
            SwitchedOff = new Dictionary<string, string>(facts.SwitchedOff) { [checkId] = reason },
        });
    }

    /// <summary>The same loss with arguments from a source.</summary>
    internal TSubject MadeBy(ArgumentSource source) => With(subject => subject.Source = source);

    /// <summary>
    /// The same loss, which may leave out a part of a prediction: what gives them, such as a model with several outputs, was not made for
    /// this loss alone.
    /// </summary>
    internal TSubject MayLeaveOutPredictions() => WithFacts(facts => facts with { MayLeaveOutPredictions = true });

    /// <summary>The same loss with arguments made in this way.</summary>
    private protected TSubject MadeBy(Func<long, object?[]> make) => With(subject => subject.MakeArguments = make);

    /// <summary>The same loss with arguments of least loss.</summary>
    private protected TSubject BestAt(Func<object?[], object?[]> best) => WithFacts(facts => facts with { Best = best });

    /// <summary>The same loss with a mask.</summary>
    private protected TSubject CountedBy(Func<object?[], Tensor> counts) => WithFacts(facts => facts with { Mask = counts });

    /// <summary>The same loss with lengths of one more argument.</summary>
    private protected TSubject CountedUpTo(Func<object?[], Tensor> lengths, int time, int argument)
    {
        Demand(argument, nameof(argument));
        return WithFacts(facts => facts with
        {
            Lengths = [.. facts.Lengths.Where(other => other.Argument != argument), new(argument, time, lengths)],
        });
    }

    /// <summary>The same loss with one more reference.</summary>
    private protected TSubject MatchedBy(LossReference reference) =>
        WithFacts(facts => facts with { References = [.. facts.References, reference] });

    /// <summary>The same loss with one more relation.</summary>
    private protected TSubject RelatedBy(Relation relation) =>
        WithFacts(facts => facts with { Relations = [.. facts.Relations, relation] });

    /// <summary>What must come out of a value, as a relation knows it.</summary>
    private protected static Func<object?, object?> Following(Func<Tensor, Tensor> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return before => value((Tensor)before!);
    }

    private void Demand(int argument, string parameter)
    {
        if (argument < 0 || argument >= Recipe.Arity)
        {
            string which = Recipe.Arity == 1 ? "its only one is 0" : $"they are counted from 0 to {Recipe.Arity - 1}";
            throw new ArgumentOutOfRangeException(parameter, argument, $"{Name} has no such argument: {which}.");
        }
    }

    private TSubject WithFacts(Func<LossFacts, LossFacts> change) => With(subject => subject.Facts = change(subject.Facts));

    private TSubject With(Action<TSubject> change)
    {
        var copy = (TSubject)MemberwiseClone();
        change(copy);
        return copy;
    }
}
