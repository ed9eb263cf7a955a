// Drives the simulated exchange with a client that is not ours, REST and streams, futures and spot.
//   node drive.mjs PATH/TO/gridhedge [rest|streams]
// Prints a line for each step; the last says how many passed. Exit code 0 when all did.
import ccxt from 'ccxt';
import { judge, must } from './judge.mjs';

const [binary, only] = process.argv.slice(2);
process.on('unhandledRejection', (error) => console.log(`      (left over: ${error.message})`));
const { place, step, broke, finish } = await judge(binary, {
  patience: 20,
  words: (error) => `${error.constructor.name}: ${error.message}`,
});

const SYMBOL = 'BTC/USDT:USDT';
const SPOT = 'BTC/USDT';

async function throws(kind, work) {
  try {
    await work();
  } catch (error) {
    must(error instanceof kind, `${kind.name}, got ${error.constructor.name}: ${error.message}`);
    return;
  }
  throw new Error(`expected ${kind.name}, nothing was thrown`);
}

function pointed(exchange) {
  const f = place.futures_rest;
  const s = place.spot_rest;
  Object.assign(exchange.urls.api, {
    fapiPublic: `${f}/fapi/v1`,
    fapiPublicV2: `${f}/fapi/v2`,
    fapiPrivate: `${f}/fapi/v1`,
    fapiPrivateV2: `${f}/fapi/v2`,
    fapiPrivateV3: `${f}/fapi/v3`,
    public: `${s}/api/v3`,
    private: `${s}/api/v3`,
  });
  if (exchange.urls.api.ws) {
    exchange.urls.api.ws.future = `${place.futures_public.replace('/public', '')}/ws`;
    exchange.urls.api.ws.spot = `${place.spot_ws}/ws`;
    exchange.urls.api.ws['ws-api'] = { spot: place.spot_ws_api, future: place.futures_ws_api };
  }
  exchange.options.fetchCurrencies = false;
  exchange.options.fetchMarkets = { types: exchange.id === 'binanceusdm' ? ['linear'] : ['spot'] };
  // The client tells the products' error classes apart by the host's name.
  const classes = exchange.getExceptionsByUrl.bind(exchange);
  exchange.getExceptionsByUrl = (url, form) =>
    classes(url.replace(f, 'https://fapi.binance.com').replace(s, 'https://api.binance.com'), form);
  exchange.options.fetchMargins = false;
  return exchange;
}

const keys = { apiKey: place.api_key, secret: place.api_secret, enableRateLimit: false };
const make = (kind, more = {}) => pointed(new kind({ ...keys, ...more }));

async function futuresMarket(x) {
  await step('futures fetchTime', async () => must(Math.abs((await x.fetchTime()) - Date.now()) < 5000, 'our time'));
  await step('futures loadMarkets', async () => {
    const market = (await x.loadMarkets())[SYMBOL];
    must(market.swap && market.linear && market.precision.price === 0.1, 'a linear swap with a tick of 0.1');
  });
  await step('futures fetchOHLCV', async () => {
    const rows = await x.fetchOHLCV(SYMBOL, '5m', undefined, 50);
    must(rows.length === 50 && rows[1][0] - rows[0][0] === 300000, '50 candles of five minutes');
  });
  await step('futures fetchOrderBook', async () => {
    const book = await x.fetchOrderBook(SYMBOL, 20);
    must(book.bids[0][0] < book.asks[0][0], 'a book that is not crossed');
  });
  await step('futures fetchTicker', async () => must((await x.fetchTicker(SYMBOL)).last > 0, 'a last price'));
  await step('futures fetchTickers', async () => must((await x.fetchTickers())[SYMBOL].last > 0, 'a last price'));
  await step('futures fetchTrades', async () => must((await x.fetchTrades(SYMBOL, undefined, 10)).length > 0, 'trades'));
  await step('futures fetchFundingRate', async () => {
    const rate = await x.fetchFundingRate(SYMBOL);
    must(rate.fundingTimestamp > Date.now() && rate.markPrice > 0, 'a next funding and a mark');
  });
  await step('futures fetchFundingRateHistory', async () => must(Array.isArray(await x.fetchFundingRateHistory(SYMBOL)), 'rows'));
  await step('futures fetchOpenInterest', async () => must((await x.fetchOpenInterest(SYMBOL)).symbol === SYMBOL, 'it'));
}

async function futuresAccount(x) {
  await step('futures fetchBalance', async () => must((await x.fetchBalance()).USDT.total === 100000, '100000 USDT'));
  await step('futures fetchPositions', async () => must((await x.fetchPositions([SYMBOL])).length === 0, 'none'));
  await step('futures setLeverage', async () => must((await x.setLeverage(10, SYMBOL)).leverage, 'a leverage'));
  await step('futures setMarginMode', async () => {
    await x.setMarginMode('isolated', SYMBOL);
    await x.setMarginMode('cross', SYMBOL);
  });
  await step('futures setPositionMode', async () => {
    await x.setPositionMode(true);
    await x.setPositionMode(false);
  });
  await step('futures fetchLeverageTiers', async () => must((await x.fetchLeverageTiers([SYMBOL]))[SYMBOL].length > 1, 'tiers'));
  await step('futures fetchTradingFee', async () => must((await x.fetchTradingFee(SYMBOL)).taker > 0, 'a fee'));
}

async function futuresOrders(x) {
  const price = (await x.fetchTicker(SYMBOL)).last;
  const low = Math.round(price * 0.97);
  let order;
  await step('futures createOrder limit', async () => {
    order = await x.createOrder(SYMBOL, 'limit', 'buy', 0.01, low);
    must(order.status === 'open' && order.id, 'an open order');
  });
  await step('futures fetchOrder', async () => must((await x.fetchOrder(order.id, SYMBOL)).price === low, 'its price'));
  await step('futures editOrder', async () => {
    const edited = await x.editOrder(order.id, SYMBOL, 'limit', 'buy', 0.02, low - 10);
    must(edited.amount === 0.02, 'the new amount');
  });
  await step('futures fetchOpenOrders', async () => must((await x.fetchOpenOrders(SYMBOL)).length === 1, 'one'));
  await step('futures cancelOrder', async () => must((await x.cancelOrder(order.id, SYMBOL)).status === 'canceled', 'it'));
  await step('futures createOrder postOnly', async () => {
    await x.createOrder(SYMBOL, 'limit', 'buy', 0.01, low, { postOnly: true });
    await throws(ccxt.OrderNotFillable, () =>
      x.createOrder(SYMBOL, 'limit', 'buy', 0.01, Math.round(price * 1.01), { postOnly: true }));
  });
  await step('futures createOrders', async () => {
    const made = await x.createOrders([
      { symbol: SYMBOL, type: 'limit', side: 'buy', amount: 0.01, price: low - 1 },
      { symbol: SYMBOL, type: 'limit', side: 'buy', amount: 0.01, price: low - 2 },
    ]);
    must(made.length === 2 && made.every((o) => o.id), 'two orders');
  });
  await step('futures cancelOrders', async () => {
    const open = await x.fetchOpenOrders(SYMBOL);
    const gone = await x.cancelOrders(open.slice(0, 2).map((o) => o.id), SYMBOL);
    must(gone.length === 2, 'two answers');
  });
  await step('futures cancelAllOrders', async () => {
    await x.cancelAllOrders(SYMBOL);
    must((await x.fetchOpenOrders(SYMBOL)).length === 0, 'none left');
  });
  await step('futures createOrder market', async () => {
    const filled = await x.createOrder(SYMBOL, 'market', 'sell', 0.05);
    must(filled.status === 'closed' && filled.filled === 0.05, 'a filled order');
  });
  await step('futures fetchPositions short', async () => {
    const [position] = await x.fetchPositions([SYMBOL]);
    must(position.side === 'short' && position.contracts === 0.05, 'a short of 0.05');
  });
  let stop;
  await step('futures createOrder stop', async () => {
    stop = await x.createOrder(SYMBOL, 'market', 'buy', 0.05, undefined, { stopLossPrice: Math.round(price * 1.05), reduceOnly: true });
    must(stop.id, 'an id');
  });
  await step('futures fetchOpenOrders conditional', async () =>
    must((await x.fetchOpenOrders(SYMBOL, undefined, undefined, { trigger: true })).length === 1, 'one'));
  await step('futures cancelOrder conditional', async () => must(await x.cancelOrder(stop.id, SYMBOL, { trigger: true }), 'it'));
  await step('futures createOrder reduceOnly', async () => {
    await x.createOrder(SYMBOL, 'market', 'buy', 0.05, undefined, { reduceOnly: true });
    must((await x.fetchPositions([SYMBOL])).length === 0, 'a flat account');
    await throws(ccxt.InvalidOrder, () =>
      x.createOrder(SYMBOL, 'market', 'buy', 0.05, undefined, { reduceOnly: true }));
  });
  await step('futures fetchOrders', async () => must((await x.fetchOrders(SYMBOL)).length >= 5, 'all of them'));
  await step('futures fetchMyTrades', async () => must((await x.fetchMyTrades(SYMBOL)).length >= 2, 'both fills'));
  await step('futures fetchFundingHistory', async () => must(Array.isArray(await x.fetchFundingHistory(SYMBOL)), 'rows'));
  await step('futures fetchLedger', async () => must((await x.fetchLedger('USDT')).length > 0, 'the income'));
  await step('futures InsufficientFunds', () =>
    throws(ccxt.InsufficientFunds, () => x.createOrder(SYMBOL, 'limit', 'buy', 100, low)));
  await step('futures OrderNotFound', () => throws(ccxt.OrderNotFound, () => x.cancelOrder('999999999', SYMBOL)));
  await step('futures BadSymbol', () => throws(ccxt.BadSymbol, () => x.fapiPublicGetDepth({ symbol: 'NOPE' })));
}

async function wrongKeys() {
  await step('unknown key', () =>
    throws(ccxt.AuthenticationError, () => make(ccxt.binanceusdm, { apiKey: 'nobody' }).fapiPrivateV3GetBalance()));
  await step('wrong secret', () =>
    throws(ccxt.AuthenticationError, () => make(ccxt.binanceusdm, { secret: 'wrong' }).fapiPrivateV3GetBalance()));
}

async function spotRest(x) {
  await step('spot fetchTime', async () => must(Math.abs((await x.fetchTime()) - Date.now()) < 5000, 'our time'));
  await step('spot loadMarkets', async () => must((await x.loadMarkets())[SPOT].spot, 'a spot market'));
  await step('spot fetchOHLCV', async () => must((await x.fetchOHLCV(SPOT, '1m', undefined, 20)).length === 20, '20'));
  await step('spot fetchOrderBook', async () => must((await x.fetchOrderBook(SPOT)).bids.length > 0, 'bids'));
  await step('spot fetchTicker', async () => must((await x.fetchTicker(SPOT)).last > 0, 'a last price'));
  await step('spot fetchBalance', async () => must((await x.fetchBalance()).USDT.free === 100000, '100000 USDT'));
  const price = (await x.fetchTicker(SPOT)).last;
  let order;
  await step('spot createOrder limit', async () => {
    order = await x.createOrder(SPOT, 'limit', 'buy', 0.01, Math.round(price * 0.95));
    must(order.status === 'open', 'an open order');
  });
  await step('spot fetchOrder', async () => must((await x.fetchOrder(order.id, SPOT)).id === order.id, 'it'));
  await step('spot fetchOpenOrders', async () => must((await x.fetchOpenOrders(SPOT)).length === 1, 'one'));
  await step('spot cancelOrder', async () => must((await x.cancelOrder(order.id, SPOT)).status === 'canceled', 'it'));
  await step('spot createOrder market', async () => {
    const filled = await x.createOrder(SPOT, 'market', 'buy', 0.02);
    must(filled.status === 'closed' && filled.fees.length > 0, 'a fill with a fee');
  });
  await step('spot fetchMyTrades', async () => must((await x.fetchMyTrades(SPOT)).length > 0, 'trades'));
  await step('spot fetchOrders', async () => must((await x.fetchOrders(SPOT)).length === 2, 'two'));
  await step('spot InsufficientFunds', () =>
    throws(ccxt.InsufficientFunds, () => x.createOrder(SPOT, 'limit', 'buy', 50, Math.round(price * 0.95))));
}

async function streams() {
  const x = make(ccxt.pro.binanceusdm);
  const s = make(ccxt.pro.binance);
  await x.loadHttpProxyAgent(); // the client wants it for plain ws
  await s.loadHttpProxyAgent();
  await x.loadMarkets();
  await s.loadMarkets();
  await step('futures watchOrderBook', async () => {
    for (let i = 0; i < 3; i += 1) {
      const book = await x.watchOrderBook(SYMBOL);
      must(book.bids[0][0] < book.asks[0][0], 'a book that is not crossed');
    }
  });
  await step('futures watchTrades', async () => must((await x.watchTrades(SYMBOL)).length > 0, 'trades'));
  await step('futures watchTicker', async () => must((await x.watchTicker(SYMBOL)).last > 0, 'a last price'));
  await step('futures watchOHLCV', async () => must((await x.watchOHLCV(SYMBOL, '1m')).length > 0, 'a candle'));
  await step('futures watchMarkPrice', async () => must((await x.watchMarkPrice(SYMBOL)).markPrice > 0, 'a mark'));
  await step('futures watchOrders', async () => {
    const price = (await x.fetchTicker(SYMBOL)).last;
    const seen = x.watchOrders(SYMBOL);
    await x.sleep(1000);
    const made = await x.createOrder(SYMBOL, 'limit', 'buy', 0.01, Math.round(price * 0.97));
    must((await seen).some((o) => o.id === made.id), 'the order');
    await x.cancelOrder(made.id, SYMBOL);
  });
  await step('futures watchPositions and watchBalance', async () => {
    const positions = x.watchPositions([SYMBOL]);
    const balance = x.watchBalance();
    const trades = x.watchMyTrades(SYMBOL);
    await x.sleep(1000);
    await x.createOrder(SYMBOL, 'market', 'sell', 0.01);
    must((await trades).length > 0, 'a fill');
    must((await balance).USDT.total < 100000, 'a balance less a fee');
    must((await positions).length > 0, 'a position');
  });
  await step('spot watchOrderBook', async () => must((await s.watchOrderBook(SPOT)).bids.length > 0, 'bids'));
  await step('spot watchTrades', async () => must((await s.watchTrades(SPOT)).length > 0, 'trades'));
  await step('spot watchTicker', async () => must((await s.watchTicker(SPOT)).last > 0, 'a last price'));
  await step('spot watchOrders and watchBalance', async () => {
    const orders = s.watchOrders(SPOT);
    const balance = s.watchBalance();
    await s.sleep(1000);
    const made = await s.createOrder(SPOT, 'market', 'buy', 0.01);
    must((await orders).some((o) => o.id === made.id), 'the order');
    must((await balance).BTC.total > 0, 'coins');
  });
  await x.close();
  await s.close();
}

try {
  if (only !== 'streams') {
    const x = make(ccxt.binanceusdm);
    await futuresMarket(x);
    await futuresAccount(x);
    await futuresOrders(x);
    await wrongKeys();
    await spotRest(make(ccxt.binance));
  }
  if (only !== 'rest') await streams();
} catch (error) {
  broke(error);
}
await finish();
