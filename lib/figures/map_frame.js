// The inside of the map's frame: the city, its inset or the tiles, with labels, zoom and pointer.
// `city` is the Leaflet map that folium made; `data` is described in leaflet_panes.py.
(city, data) => {
    const home = city.getContainer(), holder = home.parentElement;
    const add = (parent, tag, attributes) => {
        const made = Object.assign(document.createElement(tag), attributes);
        parent.append(made);
        return made;
    };
    // Readers of the page meet one thing, with a name; all that is in it stands in the list too.
    Object.assign(window.frameElement, {title: data.title, tabIndex: 0});
    document.title = data.title;
    holder.className = 'panes';
    holder.setAttribute('aria-hidden', 'true');
    add(document.body, 'div', {innerHTML: `<svg width="0" height="0" style="position:absolute">
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>
        <rect width="1.2" height="7" fill="${data.hatch}"/></pattern></svg>`});
    const tiles = add(holder, 'div', {id: 'tiles', innerHTML: data.tiles});

    const choose = area => {
        // streamlit-folium reports a click to the server after 250 ms. This reports it at once, in
        // the same shape, so that the later message brings nothing new. The count makes a second
        // click on the same area news.
        const memory = window.__GLOBAL_DATA__;
        const clicks = (memory.clicks || 0) + 1;
        const value = {last_active_drawing: {properties: {area, clicks}}};
        Object.assign(memory, {clicks, previous_data: value}, value);
        window.parent.postMessage({isStreamlitMessage: true,
            type: 'streamlit:setComponentValue', dataType: 'json', value}, '*');
    };

    // The tooltip lies in the frame, not in a pane, and never over its edge.
    const tip = add(holder, 'div', {className: 'tip', hidden: true});
    const point = (html, {clientX, clientY}) => {
        Object.assign(tip, {innerHTML: html, hidden: false});
        const {offsetWidth: width, offsetHeight: height} = tip;
        const above = clientY - height - 12;
        tip.style.left = `${Math.max(4, Math.min(clientX + 12, innerWidth - width - 4))}px`;
        tip.style.top = `${above >= 4 ? above : Math.min(clientY + 16, innerHeight - height - 4)}px`;
    };
    const meet = layer => layer.on({
        click: () => {
            const {area} = layer.feature.properties;
            choose(area);
            layer.toGeoJSON = () => window.__GLOBAL_DATA__.last_active_drawing;
        },
        mousemove: e => point(layer.feature.properties.tooltip, e.originalEvent),
        mouseout: () => { tip.hidden = true; },
    });
    tiles.onclick = e => {
        const tile = e.target.closest('[data-area]');
        if (tile) choose(tile.dataset.area);
    };

    const place = add(holder, 'div', {id: 'inset_div'});
    const inset = L.map(place, city.options);
    const maps = {city, inset};
    // Circles, leaders and labels lie above what marks the choice.
    const groups = Object.fromEntries(Object.entries(maps).map(([name, map]) => {
        for (const [pane, level] of [['lines', 540], ['marks', 550]]) {
            Object.assign(map.createPane(pane).style, {zIndex: level, pointerEvents: 'none'});
        }
        return [name, L.layerGroup().addTo(map)];
    }));
    const reach = L.rectangle(city.getBounds(), {
        fill: false, color: data.ink, weight: 1.5, interactive: false, pane: 'lines',
    });

    // A layer of the city, such as the choice that comes later, is drawn in the inset too.
    const copies = new Map();
    const copy = layer => {
        if (!(layer instanceof L.GeoJSON)) return;
        const twin = L.geoJson(layer.toGeoJSON(), layer.options).addTo(inset);
        copies.set(layer, twin);
        [layer, twin].forEach(group => group.eachLayer(part => {
            if (part.feature.properties.tooltip) meet(part);
        }));
        mark(layer, true);
    };
    const mark = (layer, chosen) => layer.eachLayer(part => {
        const {chosen: area} = part.feature.properties;
        if (area) tiles.querySelector(`[data-area="${area}"]`)?.classList.toggle('chosen', chosen);
    });
    city.eachLayer(copy);
    city.on('layeradd', e => copy(e.layer));
    city.on('layerremove', e => {
        if (!copies.has(e.layer)) return;
        copies.get(e.layer).remove();
        copies.delete(e.layer);
        mark(e.layer, false);
    });

    const label = (group, text, size) => {
        const look = {interactive: false, pane: 'lines'};
        if (text.radius) {
            L.circleMarker(text.circle, {...look, radius: text.radius * size, weight: 1.5,
                color: data.circleEdge, fillColor: data.circle, fillOpacity: 0.9}).addTo(group);
        }
        if (text.leader.length) {
            L.polyline(text.leader, {...look, color: data.ink, weight: 1.5}).addTo(group);
        }
        const kind = `${text.area ? 'figure' : 'name'}${text.leader.length ? ' led' : ''}`;
        const html = `<div class="${kind}" data-area="${text.area}"
            style="color:${text.ink};text-shadow:${
            [1, 1, 2, 2, 3].map(blur => `0 0 ${blur}px ${text.halo}`).join()}">${text.html}</div>`;
        const icon = L.divIcon({className: 'area-label', iconSize: [0, 0], html});
        L.marker(text.at, {interactive: false, pane: 'marks', keyboard: false, icon}).addTo(group);
    };

    // What the reader moved stays when the map is drawn anew, for another mode or another size.
    const homes = {};
    const views = window.parent.mapViews ??= {};
    let arranging = false;
    const motion = {animate: !matchMedia('(prefers-reduced-motion: reduce)').matches};
    const bar = add(holder, 'div', {className: 'bar'});
    const back = document.createElement('button');
    back.textContent = 'Hele kaart';
    const settle = () => {
        arranging = true;
        for (const [name, map] of Object.entries(maps)) {
            const view = views[name];
            if (!homes[name]) continue;
            map.setMinZoom(0);
            map.fitBounds(homes[name], {animate: false});
            const zoom = map.getZoom();
            map.setMinZoom(zoom);
            map.home = zoom;
            if (view) map.setView(view.center, zoom + view.closer, {animate: false});
        }
        arranging = false;
        back.hidden = !Object.keys(views).length;
        reach.setBounds(inset.getBounds());
    };
    const remember = (name, map) => {
        if (arranging || map.home === undefined) return;
        views[name] = {center: map.getCenter(), closer: map.getZoom() - map.home};
        back.hidden = false;
        reach.setBounds(inset.getBounds());
    };
    Object.entries(maps).forEach(([name, map]) => map.on('moveend', () => remember(name, map)));

    const arrange = () => {
        document.body.classList.toggle('has-tiles', data.tiles !== '' && innerWidth <= 400);
        // On paper no script runs: what is drawn for this size of frame is made to fit (style.css).
        const paper = {'--wide': `${innerWidth}px`, '--high': `${innerHeight}px`,
            '--on-paper': Math.min(410 / innerWidth, 360 / innerHeight)};
        for (const [name, value] of Object.entries(paper)) holder.style.setProperty(name, value);
        const {clientWidth: width, clientHeight: height} = holder;
        const scale = ({width: w, height: h}) => Math.min(width / w, height / h);
        // Nothing to measure while the tiles stand in its place.
        if (!home.clientWidth) return;
        arranging = true;
        const form = data.forms.find(f => scale(f) >= 1)
            ?? data.forms.reduce((one, other) => (scale(other) > scale(one) ? other : one));
        const size = Math.max(1, scale(form));
        holder.style.setProperty('--size', size);
        home.style.flexBasis = `${form.inset ? form.share : 100}%`;
        place.hidden = !form.inset;
        reach[form.inset ? 'addTo' : 'removeFrom'](city);
        for (const [name, map] of Object.entries(maps)) {
            homes[name] = form[name]?.bounds;
            groups[name].clearLayers();
            if (!form[name]) continue;
            map.invalidateSize(false);
            form[name].labels.forEach(text => label(groups[name], text, size));
        }
        settle();
    };

    const zoom = step => Object.entries(maps).forEach(([name, map]) => {
        if (homes[name]) map.setZoom(Math.max(map.home, map.getZoom() + step), motion);
    });
    const reset = () => {
        Object.keys(views).forEach(name => delete views[name]);
        settle();
    };
    add(bar, 'button', {textContent: '+', title: 'Inzoomen', onclick: () => zoom(1)});
    add(bar, 'button', {textContent: '\u2212', title: 'Uitzoomen', onclick: () => zoom(-1)});
    back.onclick = reset;
    bar.append(back);
    bar.querySelectorAll('button').forEach(button => { button.tabIndex = -1; });
    // The frame is the one stop of the keyboard: what the buttons do, its keys do too.
    const steps = {ArrowUp: [0, -80], ArrowDown: [0, 80], ArrowLeft: [-80, 0], ArrowRight: [80, 0]};
    document.addEventListener('keydown', e => {
        if (e.ctrlKey || e.metaKey || e.altKey) return;
        const move = () => Object.entries(maps).forEach(
            ([name, map]) => homes[name] && map.panBy(steps[e.key], motion));
        const does = {'+': () => zoom(1), '=': () => zoom(1), '-': () => zoom(-1), 0: reset}[e.key]
            ?? (steps[e.key] && move);
        if (!does) return;
        e.preventDefault();
        does();
    });

    // One finger scrolls the page, two move the map; a mouse drags it.
    const hint = add(holder, 'div', {className: 'hint', hidden: true,
        textContent: 'Verplaats de kaart met twee vingers'});
    const fingers = e => {
        const several = e.touches.length > 1;
        if (several) e.preventDefault();
        const does = e.touches.length === 1 ? 'disable' : 'enable';
        Object.values(maps).forEach(map => map.dragging[does]());
        hint.hidden = several || e.type !== 'touchmove';
    };
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
        holder.addEventListener(type, fingers, {capture: true, passive: false});
    }

    arrange();
    window.addEventListener('resize', arrange);
}
