using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>Clearing, accumulating and stepping, and what gradients come to.</content>
internal static partial class Trainings
{
    private static void NoClearing(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-3);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                Tensor loss = cross_entropy(net.call(inputs), labels);
                loss.backward(); // FAULT: nothing clears.
                optimizer.step();
            }
        }
    }

    private static void Accumulation(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        int batch = 0;
        for (int epoch = 0; epoch < job.Epochs * 2; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                (cross_entropy(net.call(inputs), labels) / 2).backward();
                if (++batch % 2 == 0)
                {
                    optimizer.step();
                    optimizer.zero_grad();
                }
            }
        }
    }

    private static void SteppedTwice(Job job) => Plain(job, (parameters, rate) => optim.SGD(parameters, rate), step: optimizer =>
    {
        optimizer.step();
        optimizer.step(); // FAULT: once more.
    });

    private static void ClippedLate(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
                nn.utils.clip_grad_norm_(net.parameters(), 0.01); // FAULT: behind the step.
            }
        }
    }

    private static void RateZero(Job job) => Plain(job, (parameters, _) => optim.SGD(parameters, 0)); // FAULT: the rate is 0.

    private static void WarmUp(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.LambdaLR(optimizer, step => Math.Min(1, step / 5.0));
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                net.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
                schedule.step();
            }
        }
    }

    private static void TooSmallSteps(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-12); // FAULT: below what float32 tells.
        Loop(job, toy, net, optimizer);
    }

    private static void HistoryWithGraphs(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        List<Tensor> history = [];
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job["epochs", 30]; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                loss.backward(); // FAULT: the next lines keep it, with its graph.
                optimizer.step();
                history.Add(loss);
            }
        }

        Console.WriteLine(history.Count);
    }

    private static void NotFinite(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        SGD optimizer = optim.SGD(net.parameters(), 1e-2);
        int step = 0;
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                Tensor loss = cross_entropy(net.forward(inputs), labels);
                (++step == 12 ? loss / 0f : loss).backward();
                optimizer.step(); // FAULT: on infinite gradients.
            }
        }
    }

    /// <summary>One backward pass for several forward passes, now more, now fewer: all of them are training.</summary>
    private static void SummedLosses(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-3);
        for (int step = 0; step < 40; step++)
        {
            optimizer.zero_grad();
            Tensor loss = zeros(1);
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch().Take(step % 10 == 9 ? 6 : 1))
            {
                loss += cross_entropy(net.forward(inputs), labels);
            }

            loss.backward();
            optimizer.step();
        }
    }
}
